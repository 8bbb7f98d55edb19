import { Menu } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import { runAction } from "../../core/actions";
import { nameOf } from "../../core/finding";
import { holds, type Draft } from "../../core/judging";
import { may, type ActionMeta, type ObjectMeta } from "../../core/metadata";
import { later } from "../../core/outdated";
import { PEOPLE } from "../../core/passwords";
import { Problem } from "../../core/problem";
import { deleteRecord, recordsKey, restoreRecord, type RecordRow } from "../../core/records";
import { holds as mayDo, useMe } from "../../core/session";
import { onlyLooks } from "../../core/viewing";
import { useBrowserActions } from "../../extend/extensions";
import { said } from "../../extend/given";
import { kindOf } from "../../fields/registry";
import { Icon } from "../../widgets/Icon";
import { tellDone, tellProblem } from "../../widgets/telling";
import { ActionDialog } from "./ActionDialog";

const GivePassword = lazy(() => later(import("./GivePassword")));
const Share = lazy(() => later(import("./Share")));

const IN_SIGHT = 2; // buttons beside "edit"; the others are in the menu

interface Button {
  name: string;
  label: string;
  icon: string | null;
  act: () => void;
}

/** What can be done with a record: its actions, editing, deleting. */
export function Buttons({ draft, row }: { draft: Draft; row: RecordRow }) {
  const { t } = useTranslation();
  const { object } = draft;
  const [asking, setAsking] = useState<ActionMeta | null>(null);
  const run = useRun(draft, row);
  const remove = useRemove(draft, row);
  const browser = useBrowserActions(object.name);
  const { data: me } = useMe();
  const [giving, setGiving] = useState(false);
  const [sharing, setSharing] = useState(false);
  const tell = (cause: unknown) => tellProblem(cause, t("state.unreachable"));
  const press = (action: ActionMeta) => {
    if (action.parameters.length > 0 || action.confirm !== null) setAsking(action);
    else void run(action, {}, crypto.randomUUID()).catch(tell);
  };
  const writable = may(object, "update");
  const offered = (action: ActionMeta) => action.shown.includes("page") && (action.kind !== "update" || writable) && holds(action.available_when, draft) !== false;
  const shown = onlyLooks() ? [] : (object.actions ?? []).filter(offered);
  const buttons: Button[] = [
    ...shown.map((action): Button => ({ name: action.name, label: action.label, icon: action.icon, act: () => press(action) })),
    ...(onlyLooks() ? [] : browser).map(([name, action]): Button => ({
      name, label: said(action.label, i18next.language), icon: action.icon ?? null,
      act: () => void action.run({ object: object.name, id: row.id, record: row, text: (field) => textOf(object, row, field) }).then((words) => words && tellDone(said(words, i18next.language)), tell),
    })),
  ];
  if (object.name === PEOPLE && me && mayDo(me, "users")) buttons.push({ name: "password", label: t("password.give"), icon: "lock", act: () => setGiving(true) });
  const hidden = buttons.slice(IN_SIGHT);
  const deletable = may(object, "delete");
  const shareable = may(object, "share") && object.fields.some((field) => field.system && field.name === "owner");
  const explains = me ? mayDo(me, "setup") && mayDo(me, "users") : false;
  return (
    <div className="record-acts">
      {buttons.slice(0, IN_SIGHT).map((button) => (
        <button key={button.name} type="button" className="tool record-act" onClick={button.act}>{button.icon && <Icon name={button.icon} size={15} />}<span>{button.label}</span></button>
      ))}
      {writable && <Link className="tool tool-main" to={`/o/${object.name}/${row.id}/edit`} aria-keyshortcuts="e"><Icon name="edit" size={15} /><span>{t("record.edit")}</span></Link>}
      {(hidden.length > 0 || deletable || explains || shareable) && (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target><button type="button" className="tool" aria-label={t("record.more")}><Icon name="dots" size={16} /></button></Menu.Target>
          <Menu.Dropdown>
            {hidden.map((button) => <Menu.Item key={button.name} leftSection={<Icon name={button.icon} size={15} />} onClick={button.act}>{button.label}</Menu.Item>)}
            {shareable && <Menu.Item leftSection={<Icon name="user_plus" size={15} />} onClick={() => setSharing(true)}>{t("share.act")}</Menu.Item>}
            {explains && <Menu.Item component={Link} to={`/setup/explain?object=${object.name}&id=${row.id}`} leftSection={<Icon name="users" size={15} />}>{t("record.explain")}</Menu.Item>}
            {(hidden.length > 0 || explains || shareable) && deletable && <Menu.Divider />}
            {deletable && <Menu.Item color="red" leftSection={<Icon name="trash" size={15} />} onClick={() => void remove().catch(tell)}>{t("act.delete")}</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      )}
      {giving && <Suspense><GivePassword id={row.id} name={nameOf(object, row)} onClose={() => setGiving(false)} /></Suspense>}
      {sharing && <Suspense><Share object={object} id={row.id} name={nameOf(object, row)} onClose={() => setSharing(false)} /></Suspense>}
      {asking && <ActionDialog action={asking} draft={draft} onRun={(parameters, key) => run(asking, parameters, key)} onClose={() => setAsking(null)} />}
    </div>
  );
}

/** A field of a record as a text; one that the reader does not have says nothing. */
function textOf(object: ObjectMeta, row: RecordRow, name: string): string {
  const field = object.fields.find((other) => other.name === name);
  return field ? (kindOf(field).text?.(field, row[name], i18next.language, row) ?? "") : "";
}

/** Run an action, show what it made, and go where it leads. */
function useRun({ object }: Draft, row: RecordRow) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (action: ActionMeta, parameters: Readonly<Record<string, unknown>>, key: string): Promise<void> => {
    const { data, warnings = [] } = await runAction(object.name, row.id, action, parameters, row.version, key);
    await client.invalidateQueries({ queryKey: ["records"] });
    tellDone([t("record.actionDone", { label: action.label }), ...warnings.map(({ message }) => message)].join(" "));
    if (data.open !== null) open(data.open, "_blank", "noopener,noreferrer");
    const [made] = data.created;
    if (made && made.id !== null) await navigate(`/o/${made.object}/${made.id}`);
  };
}

/** Put the record into the recycle bin and leave its page; undo takes both back. */
function useRemove({ object }: Draft, row: RecordRow) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  // Of the record itself nothing is asked any more.
  const refresh = () => client.invalidateQueries({ queryKey: recordsKey(object.name), predicate: ({ queryKey }) => !queryKey.includes(row.id) });
  const back = async () => {
    await restoreRecord(object.name, row.id);
    await refresh();
    await navigate(`/o/${object.name}/${row.id}`);
  };
  return async (): Promise<void> => {
    await deleteRecord(object.name, row.id);
    await navigate(`/o/${object.name}`);
    tellDone(t("record.deleted", { name: nameOf(object, row) }), {
      label: t("act.undo"),
      act: () => void back().catch((cause: unknown) => { if (cause instanceof Problem) tellProblem(cause, t("state.unreachable")); else throw cause; }),
    });
    await refresh();
  };
}
