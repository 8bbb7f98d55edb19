import { Button, Tabs } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useParams, useSearchParams } from "react-router";

import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { State } from "../../widgets/State";
import { readAnew, textOf, titleOf, vocabularyQuery, type Body } from "./api";
import { calledIn, foreignFields, foreignTypes } from "./items";
import { Title } from "../../widgets/Title";
import { Waiting } from "../../widgets/Waiting";
import { Copying } from "./Copying";
import { FieldsEditor } from "./fields/FieldsEditor";
import { Revisions } from "./HistoryPage";
import { Audience } from "./layout/Audience";
import { LayoutDesigner } from "./layout/LayoutDesigner";
import { LayoutPreview } from "./layout/LayoutPreview";
import { usePackageTitle } from "./plugins/usePackageTitle";
import { RoleCompare } from "./RoleCompare";
import { FieldRights, ObjectRights, useFields } from "./RoleEditor";
import type { Schema } from "./schema";
import { AppEditor } from "./screens/AppEditor";
import { SettingEditor } from "./screens/SettingEditor";
import { ViewEditor } from "./screens/ViewEditor";
import { Findings } from "./FindingList";
import { Changes } from "./PlanView";
import { atWhatLacks } from "./findings";
import { SchemaForm } from "./form/SchemaForm";
import type { Surrounding } from "./form/around";
import { RecordTypesEditor } from "./states/RecordTypesEditor";
import { StatesEditor } from "./states/StatesEditor";
import { TextsEditor } from "./texts/TextsEditor";
import { useCopies } from "./useCopies";
import { useDiscarding } from "./useDiscarding";
import { useDraft, type Drafted } from "./useDraft";
import { useTitles } from "./useTitles";
import { Uses } from "./Uses";
import type { SetupWord } from "./words";
import { useKindWords, withKeyWords } from "./kinds";

/** One item of metadata, edited as a draft. */
export function ItemPage({ of }: { of?: string }) {
  const { kind = of ?? "", name = "" } = useParams();
  return <Item key={`${kind}/${name}`} kind={kind} name={name} />;
}

function Item({ kind, name }: { kind: string; name: string }) {
  const { i18n, t: base } = useTranslation();
  const { t } = useTranslation("setup");
  const vocabulary = useQuery(vocabularyQuery());
  const words = useKindWords();
  const drafted = useDraft(kind, name);
  const called = useTitles();
  const client = useQueryClient();
  const schema = vocabulary.data?.kinds.find((each) => each.name === kind)?.schema;
  const object = kind === "object" ? name : textOf(drafted.item?.["object"]) || null;
  const fields = useFields(object ?? "");
  const cause = drafted.error ?? vocabulary.error;
  const there = drafted.item !== null || drafted.draft !== null;
  const [seen, setSeen] = useState(false);
  if (there && !seen) setSeen(true);
  if (cause) return <Failure cause={cause} onRetry={() => void readAnew(client)} />;
  if (drafted.pending || vocabulary.isPending) return <Waiting headed />;
  if (schema !== undefined && !there && seen) return drafted.reading ? null : <Navigate to={`/setup/${kind}`} replace />; // it went while one looked
  if (schema === undefined || !there) {
    return <State title={base("state.missing")} hint={base("state.missingHint")} icon={<Icon name="search" size={22} />}><Title parts={[base("state.missing"), t("title")]} /><Button component={Link} to={`/setup/${schema ? kind : "object"}`}>{words.kind(schema ? kind : "object")}</Button></State>;
  }
  const title = calledIn(kind, drafted.item) === null ? called(kind, name) : titleOf({ name, label: calledIn(kind, drafted.item) }, i18n.language);
  const findings = drafted.findings.map((found) => withKeyWords(atWhatLacks(found), words));
  const around = { findings, object, fields, said: {}, published: drafted.published?.body ?? null };
  return (
    <article className="setup-item">
      <nav className="setup-crumbs"><Link to={`/setup/${kind}`}>{words.kind(kind)}</Link></nav>
      <header>
        <Title parts={[title, words.kind(kind), t("title")]} />
        <h1 className="clip">{title}</h1>
        {title !== name && <code className="quiet">{name}</code>}
        <Acts drafted={drafted} kind={kind} name={name} />
      </header>
      <Notes drafted={drafted} />
      {kind === "object" && <Copies object={name} />}
      {kind === "layout" && drafted.item !== null && <Audience name={name} item={drafted.item} />}
      {drafted.item !== null && <Editors kind={kind} name={name} schema={schema} item={drafted.item} drafted={drafted} around={around} />}
      {drafted.findings.length > 0 && <div className="setup-faults"><Findings findings={drafted.findings} /></div>}
    </article>
  );
}

function Acts({ drafted, kind, name }: { drafted: Drafted; kind: string; name: string }) {
  const { t } = useTranslation("setup");
  const { discard, dialog } = useDiscarding();
  return (
    <span className="setup-acts">
      {drafted.draft !== null && <Button variant="default" onClick={() => discard({ kind, name })}>{t("item.discard")}</Button>}
      {drafted.item !== null && drafted.published !== null && <Button variant="subtle" color="red" onClick={() => drafted.change(null)}>{t("item.remove")}</Button>}
      {dialog}
    </span>
  );
}

/** What one has to know of an item before editing it: where it comes from, and who was faster. */
function Notes({ drafted }: { drafted: Drafted }) {
  const { t } = useTranslation("setup");
  const vendor = drafted.published?.package;
  const packageTitle = usePackageTitle();
  return (
    <>
      {vendor !== undefined && vendor !== "workspace" && <p className="setup-note quiet"><Icon name="package" size={14} />{t("item.vendor", { name: packageTitle(vendor) })}</p>}
      {drafted.draft !== null && drafted.item === null && (
        <p className="setup-note" data-tone="warn" role="status">{t("item.removed")}<Button variant="default" onClick={drafted.discard}>{t("item.keep")}</Button></p>
      )}
      {drafted.conflict && (
        <div className="setup-note" data-tone="warn" role="alert">
          <span>{t("item.conflict")}</span>
          <Button variant="default" onClick={drafted.discard}>{t("item.takeTheirs")}</Button>
          <Button variant="default" onClick={drafted.rebase}>{t("item.keepMine")}</Button>
        </div>
      )}
      {drafted.conflict && drafted.changes.length > 0 && <section className="setup-theirs" aria-label={t("item.conflictDiffers")}><h2>{t("item.conflictDiffers")}</h2><Changes changes={drafted.changes} /></section>}
    </>
  );
}

/** The fields of an object that are getting another type. */
function Copies({ object }: { object: string }) {
  const copies = useCopies(object);
  return <>{copies.map((copy) => <Copying key={`${copy.field} ${copy.state}`} copy={copy} named />)}</>;
}

interface EditorsProps {
  kind: string;
  name: string;
  schema: Schema;
  item: Body;
  drafted: Drafted;
  around: Surrounding;
}

interface Part {
  id: string;
  title: SetupWord;
  content: ReactNode;
}

const FIELDS_ELSEWHERE = new Set(["fields", "states", "record_types", "unique_keys", "indexes", "name"]);
const RIGHTS_ELSEWHERE = new Set(["objects", "name"]);
const PARTS_ELSEWHERE = new Set(["tabs", "name"]);
const NAME = new Set(["name"]);

function Editors(props: EditorsProps) {
  const { t } = useTranslation("setup");
  const { kind, name, item } = props;
  const parts: readonly Part[] = [
    ...partsOf(props),
    { id: "uses", title: "item.uses", content: <Uses kind={kind} name={name} /> },
    { id: "history", title: "item.history", content: <Revisions item={{ kind, name }} /> },
    { id: "source", title: "item.source", content: <pre className="setup-source">{JSON.stringify(item, null, 2)}</pre> },
  ];
  const [asked] = useSearchParams();
  const [chosen, setChosen] = useState<string | null>(parts.find(({ id }) => id === asked.get("part"))?.id ?? parts[0]?.id ?? null);
  return (
    <Tabs value={chosen} onChange={setChosen} keepMounted={false} className="setup-tabs">
      <Tabs.List>{parts.map(({ id, title }) => <Tabs.Tab key={id} value={id}>{t(title)}</Tabs.Tab>)}</Tabs.List>
      {parts.map(({ id, content }) => <Tabs.Panel key={id} value={id}>{content}</Tabs.Panel>)}
    </Tabs>
  );
}

/** The editors of a kind: those made for it, and for all else the one that its schema makes. */
function partsOf({ kind, name, schema, item, drafted, around }: EditorsProps): readonly Part[] {
  const form = { schema, value: item, path: `${kind}/${name}`, around, onChange: drafted.change };
  if (kind === "object") {
    return [
      { id: "fields", title: "item.fields", content: <FieldsEditor object={name} schema={schema} item={item} published={drafted.published?.body ?? null} foreign={foreignFields(drafted.published)} around={around} onChange={drafted.change} /> },
      { id: "details", title: "item.details", content: <SchemaForm {...form} without={FIELDS_ELSEWHERE} /> },
      { id: "states", title: "item.states", content: <StatesEditor item={item} around={around} onChange={drafted.change} /> },
      { id: "types", title: "types.title", content: <RecordTypesEditor object={name} item={item} foreign={foreignTypes(drafted.published)} around={around} onChange={drafted.change} /> },
      { id: "keys", title: "item.keys", content: <SchemaForm {...form} only={["unique_keys", "indexes"]} /> },
    ];
  }
  if (kind === "role") {
    return [
      { id: "objects", title: "item.objects", content: <ObjectRights item={item} schema={schema} onChange={drafted.change} /> },
      { id: "fields", title: "item.fieldRights", content: <FieldRights item={item} schema={schema} onChange={drafted.change} /> },
      { id: "details", title: "item.details", content: <SchemaForm {...form} without={RIGHTS_ELSEWHERE} /> },
      { id: "compare", title: "compare.title", content: <RoleCompare name={name} /> },
    ];
  }
  if (kind === "layout") {
    return [
      { id: "design", title: "design.title", content: <LayoutDesigner item={item} schema={schema} around={around} onChange={drafted.change} /> },
      { id: "preview", title: "preview.title", content: <LayoutPreview item={item} /> },
      { id: "details", title: "item.details", content: <SchemaForm {...form} without={PARTS_ELSEWHERE} /> },
    ];
  }
  if (kind === "translation") return [{ id: "texts", title: "texts.title", content: <TextsEditor name={name} item={item} around={around} onChange={drafted.change} /> }];
  if (kind === "view") return [{ id: "edit", title: "item.edit", content: <ViewEditor item={item} {...form} /> }];
  if (kind === "setting") return [{ id: "edit", title: "item.edit", content: <SettingEditor {...form} own={(drafted.published?.package ?? "workspace") === "workspace"} /> }];
  if (kind === "app") return [{ id: "edit", title: "item.edit", content: <AppEditor item={item} {...form} /> }];
  return [{ id: "edit", title: "item.edit", content: <SchemaForm {...form} without={NAME} /> }];
}
