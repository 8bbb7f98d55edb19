import { NativeSelect, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { layoutOf } from "../../../core/choices";
import { nameOf } from "../../../core/finding";
import { holds, type Draft } from "../../../core/judging";
import { objectQuery, type ObjectMeta, type Tab } from "../../../core/metadata";
import { listRecords, recordsKey, type RecordRow } from "../../../core/records";
import { useMe } from "../../../core/session";
import { pathOf } from "../../../fields/paths";
import { Failure } from "../../../widgets/Failure";
import { State } from "../../../widgets/State";
import { RECORDS } from "../../../words/records";
import { teach } from "../../../words/resources";
import { Related } from "../../record/Related";
import { Sections } from "../../record/Sections";
import { Tabs } from "../../record/Tabs";
import { itemsQuery, textOf, titleOf, type Body } from "../api";
import { useItems } from "../items";
import { useSeen, type Seen } from "./seen";
import "../../record/record.css";
import "./layout.css";

teach(RECORDS);

const DEVICES = ["desktop", "phone"] as const;
type Device = (typeof DEVICES)[number];
const EXAMPLE: RecordRow = { id: "" };
const SOME = 20;

/** The page as people of a role will see it of a record, with what is still a draft. */
export function LayoutPreview({ item }: { item: Body }) {
  const { t, i18n } = useTranslation("setup");
  const object = textOf(item["object"]);
  const [role, setRole] = useState("");
  const [type, setType] = useState("");
  const [device, setDevice] = useState<Device>("desktop");
  const [id, setId] = useState("");
  const { items: roles } = useItems("role");
  const seen = useSeen(object, role || null);
  const rows = useExamples(object);
  const row = rows.find((each) => each.id === id) ?? rows[0] ?? EXAMPLE;
  const types = seen.data?.record_types ?? [];
  const shown = type === "" ? row : { ...row, record_type: type };
  return (
    <section aria-label={t("preview.title")}>
      <div className="layout-ask">
        <NativeSelect label={t("preview.role")} value={role} onChange={(event) => setRole(event.currentTarget.value)} data={[{ value: "", label: t("preview.me") }, ...roles.map((each) => ({ value: each.name, label: titleOf(each, i18n.language) }))]} />
        {types.length > 0 && <NativeSelect label={t("preview.type")} value={type} onChange={(event) => setType(event.currentTarget.value)} data={[{ value: "", label: t("preview.own") }, ...types.map((each) => ({ value: each.name, label: each.label }))]} />}
        {rows.length > 0 && <NativeSelect label={t("preview.record")} value={row.id} onChange={(event) => setId(event.currentTarget.value)} data={rows.map((each) => ({ value: each.id, label: seen.data ? nameOf(asMeta(seen.data), each) : each.id }))} />}
        <SegmentedControl aria-label={t("preview.device")} value={device} onChange={(next) => setDevice(next === "phone" ? "phone" : "desktop")} data={DEVICES.map((value) => ({ value, label: t(`preview.${value}`) }))} />
      </div>
      {seen.error ? <Failure cause={seen.error} onRetry={() => void seen.refetch()} /> : seen.data === null ? <State title={t("preview.unseen")} /> : seen.data && (
        <Page key={`${role} ${shown.id}`} seen={seen.data} row={shown} device={device} wanted={textOf(item["name"])} />
      )}
    </section>
  );
}

/** An object as pages take it, with nothing to be written. */
const asMeta = (seen: Seen): ObjectMeta => ({ ...seen, rights: seen.rights.filter((right) => right === "read") });

function Page({ seen, row, device, wanted }: { seen: Seen; row: RecordRow; device: Device; wanted: string }) {
  const { t } = useTranslation("setup");
  const { data: person = null } = useMe();
  const [open, setOpen] = useState<string | null>(null);
  const meta = asMeta(seen);
  const layout = layoutOf(meta, row);
  if (layout === undefined) return <State title={t("preview.unseen")} />;
  const draft: Draft = { object: meta, values: row, before: row.id === "" ? null : row, person, whole: () => true };
  const tabs = layout.tabs.filter((tab) => holds(tab.visible_when, draft) !== false);
  return (
    <>
      {layout.name !== wanted && <p className="setup-note" data-tone="warn" role="status">{t("preview.other", { layout: layout.label })}</p>}
      <article className="layout-preview record" data-device={device} aria-label={layout.label}>
        <h2>{row.id === "" ? meta.label : nameOf(meta, row)}</h2>
        <Tabs label={t("preview.title")} open={open} onOpen={setOpen} leaves={tabs.map((tab) => ({ name: tab.name, label: tab.label, content: <Leaf tab={tab} draft={draft} row={row} /> }))} />
      </article>
    </>
  );
}

function Leaf({ tab, draft, row }: { tab: Tab; draft: Draft; row: RecordRow }) {
  const boxes = [
    ...tab.related.filter((list) => holds(list.visible_when, draft) !== false).map((list) => ({ key: list.relation, label: list.label ?? list.object, list })),
    ...tab.components.filter((part) => holds(part.visible_when, draft) !== false).map((part) => ({ key: part.name, label: part.label, list: null })),
  ];
  return (
    <>
      <Sections draft={draft} row={row} sections={tab.sections} />
      {boxes.map(({ key, label, list }) => (list && row.id !== "" ? <Related key={key} parent={draft.object} row={row} list={list} /> : <section key={key} className="layout-stand-in">{label}</section>))}
    </>
  );
}

/** Some records to look at, as far as they are stored yet. */
function useExamples(object: string): readonly RecordRow[] {
  const stored = useQuery(itemsQuery()).data?.some(({ kind, name }) => kind === "object" && name === object) ?? false;
  const published = useQuery({ ...objectQuery(object), enabled: stored }).data;
  const fields = ["id", ...(published?.fields ?? []).map(pathOf)];
  const { data } = useQuery({
    queryKey: [...recordsKey(object), "examples", fields], enabled: published !== undefined,
    queryFn: ({ signal }) => listRecords(object, { fields, limit: SOME }, signal),
  });
  return data?.data ?? [];
}
