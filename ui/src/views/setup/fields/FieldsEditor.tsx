import { Button, Drawer, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "../../../widgets/Icon";
import { bodiesOf, isBody, labelOf, textOf, titleOf, vocabularyQuery, type Body } from "../api";
import { Copying } from "../Copying";
import { groupedTypes, typeHelp } from "./fieldTypes";
import { Picklist } from "./Picklist";
import { FieldPages } from "./FieldPages";
import { freshFields, useFieldPages, withField, withFieldNamed, withoutFields, type FieldPages as Pages } from "./useFieldPages";
import { isName, withName, withValue, type Schema } from "../schema";
import { sentenceOf } from "../findings";
import { EntryActs } from "../form/EntryActs";
import { LabelInput } from "../form/LabelInput";
import { SchemaForm } from "../form/SchemaForm";
import type { Surrounding } from "../form/around";
import { useCopies } from "../useCopies";
import { plainName, useNaming } from "../useSpelled";
import { Uses } from "../Uses";
import { worded } from "../words";

const FIRST = ["values", "to", "targets", "formula", "returns", "over", "function", "of", "filter", "format", "required", "unique", "default"];
const VALUES = ["values"];
const OWN = new Set(["name", "type", "label", "renamed_from"]);
const TOLD = ["required", "unique", "indexed", "searchable", "track_history"];

interface FieldsProps {
  object: string;
  schema: Schema;
  item: Body;
  published: Body | null;
  /** The names of the fields that packages brought. */
  foreign: ReadonlySet<string>;
  around: Surrounding;
  onChange: (item: Body) => void;
}

/** The fields of an object: found, ordered, added, edited, renamed and removed. */
export function FieldsEditor(props: FieldsProps) {
  const { t, i18n } = useTranslation("setup");
  const fields = bodiesOf(props.item["fields"]);
  const [find, setFind] = useState("");
  const [opened, setOpened] = useState<number | null>(null);
  const copies = useCopies(props.object);
  const pages = useFieldPages(props.object);
  const fresh = freshFields(props.item, props.published);
  const put = (next: readonly Body[]) => props.onChange(withValue(props.item, "fields", next));
  const move = (from: number, to: number) => {
    const rest = fields.filter((_, at) => at !== from);
    put([...rest.slice(0, to), fields[from] ?? {}, ...rest.slice(to)]);
  };
  const words = find.trim().toLowerCase();
  const shown = fields.map((field, at) => ({ field, at, title: titleOf({ name: textOf(field["name"]), label: labelOf(field) }, i18n.language) }))
    .filter(({ field, title }) => `${title} ${textOf(field["name"])}`.toLowerCase().includes(words));
  const edited = opened === null ? undefined : fields[opened];
  const add = () => {
    const names = new Set(fields.map((field) => textOf(field["name"])));
    const name = ["field", ...fields.map((_, at) => `field_${at + 2}`)].find((each) => !names.has(each)) ?? "field";
    put([...fields, { name, type: "text" }]);
    pages.amend((layout) => withField(layout, name));
    setOpened(fields.length);
  };
  const edit = (at: number, next: Body) => {
    const [from, to] = [textOf(fields[at]?.["name"]), textOf(next["name"])];
    put(fields.map((each, other) => (other === at ? next : each)));
    if (from !== to && fresh.has(from)) pages.amend((layout) => withFieldNamed(layout, from, to));
  };
  const remove = (at: number) => {
    const name = textOf(fields[at]?.["name"]);
    put(fields.filter((_, other) => other !== at));
    if (fresh.has(name)) pages.amend((layout) => withoutFields(layout, new Set([name])));
  };
  const close = () => {
    setOpened(null);
    if (opened !== null && edited && isUntold(edited)) remove(opened);
  };
  return (
    <section className="setup-fields">
      <div className="setup-bar">
        <TextInput aria-label={t("field.find")} placeholder={t("field.find")} value={find} onChange={(event) => setFind(event.currentTarget.value)} leftSection={<Icon name="search" size={14} />} />
        <Button leftSection={<Icon name="plus" size={14} />} onClick={add} disabled={pages.pending}>{t("field.new")}</Button>
      </div>
      {fields.length === 0 && <p className="quiet">{t("field.none")}</p>}
      <ul className="setup-rows">
        {shown.map(({ field, at, title }) => {
          const name = textOf(field["name"]);
          const faults = props.around.findings.filter(({ path }) => path.startsWith(`object/${props.object}/fields/${name}/`) || path === `object/${props.object}/fields/${name}`);
          return (
            <li key={at} data-faulty={faults.some(({ severity }) => severity === "error") || undefined}>
              <button type="button" className="setup-row" onClick={() => setOpened(at)}>
                <span className="unseen">{t("field.edit", { name })}</span>
                <strong className="clip">{title}</strong>
                <code className="clip quiet">{name}</code>
                <span className="clip">{worded("type", textOf(field["type"]))}</span>
                <span className="setup-told quiet">{TOLD.filter((key) => field[key] === true).map((key) => worded("key", key)).join(" · ")}</span>
              </button>
              <EntryActs name={name} at={at} count={fields.length} onMove={move} onRemove={() => remove(at)} />
              {faults.map((fault) => <p key={fault.path + fault.message} className="setup-fault" data-severity={fault.severity}>{sentenceOf(fault)}</p>)}
              {copies.filter((copy) => copy.field === name).map((copy) => <Copying key={copy.state} copy={copy} />)}
            </li>
          );
        })}
      </ul>
      <Drawer
        opened={edited !== undefined} onClose={close} position="right" size={480}
        title={edited && isBody(edited["label"]) ? t("field.title", { name: titleOf({ name: textOf(edited["name"]), label: labelOf(edited) }, i18n.language) }) : t("field.fresh")} closeButtonProps={{ "aria-label": t("field.done") }}
      >
        {edited && opened !== null && (
          <FieldEditor {...props} field={edited} pages={pages} onChange={(next) => edit(opened, next)} onDone={close} />
        )}
      </Drawer>
    </section>
  );
}

/** What a field is named before it has a label. */
const UNNAMED = /^field(_\d+)?$/;

/** Whether a field that was added was left as it was, so that nobody can want it. */
const isUntold = (field: Body): boolean => UNNAMED.test(textOf(field["name"])) && field["type"] === "text" && Object.keys(field).length === 2;

function FieldEditor(props: Omit<FieldsProps, "onChange"> & { field: Body; pages: Pages; onChange: (field: Body) => void; onDone: () => void }) {
  const { t, i18n } = useTranslation("setup");
  const vocabulary = useQuery(vocabularyQuery());
  const { field } = props;
  const name = textOf(field["name"]);
  const published = bodiesOf(props.published?.["fields"]).map((each) => textOf(each["name"]));
  const types = vocabulary.data?.field_types ?? [];
  const type = types.find((each) => each.name === field["type"]);
  const schema = props.schema.properties?.["fields"]?.items ?? {};
  const path = `object/${props.object}/fields/${name}`;
  const keys = (type?.keys ?? []).filter((key) => !OWN.has(key) && schema.properties?.[key] !== undefined);
  const first = [...(type?.needed ?? []), ...FIRST].filter((key, at, all) => keys.includes(key) && all.indexOf(key) === at);
  const needed = { ...schema, required: [...(schema.required ?? []), ...(type?.needed ?? [])] };
  const fault = props.around.findings.find((found) => found.path === `${path}/type`);

  const fresh = !published.includes(name) && field["renamed_from"] === undefined;
  const others = bodiesOf(props.item["fields"]).map((each) => textOf(each["name"])).filter((each) => each !== name);
  useNaming({ label: fresh ? labelOf(field) ?? {} : {}, name, isUnnamed: UNNAMED.test(name), others }, (made) => props.onChange({ ...field, name: made }));
  const relabel = (label: Body) => {
    const made = plainName(label);
    const follows = fresh && (UNNAMED.test(name) || name === plainName(labelOf(field) ?? {})) && isName(made);
    props.onChange({ ...withValue(field, "label", label), ...(follows && { name: made }) });
  };
  const rename = (next: string) => props.onChange(withName(field, next, published));
  const retype = (next: string) => {
    const fits = new Set([...(types.find((each) => each.name === next)?.keys ?? []), "name", "type"]);
    props.onChange({ ...Object.fromEntries(Object.entries(field).filter(([key]) => fits.has(key))), type: next });
  };
  const form = { schema: needed, value: field, path, around: props.around, onChange: props.onChange };
  return (
    <div className="setup-field">
      <LabelInput label={worded("key", "label")} value={isBody(field["label"]) ? field["label"] : {}} onChange={relabel} focused={!isBody(field["label"])} />
      <TextInput
        label={t("create.name")} value={name} onChange={(event) => rename(event.currentTarget.value)}
        disabled={props.foreign.has(name)}
        description={props.foreign.has(name) ? t("field.foreign") : textOf(field["renamed_from"]) === "" ? undefined : t("field.renames", { name: textOf(field["renamed_from"]) })}
        error={isName(name) ? undefined : t("create.nameBad")}
      />
      <NativeSelect
        label={t("field.type")} description={typeHelp(textOf(field["type"]), i18n.language)} inputWrapperOrder={["label", "input", "error", "description"]}
        value={textOf(field["type"])} error={fault && sentenceOf(fault)} onChange={(event) => retype(event.currentTarget.value)}
        data={groupedTypes(types.map((each) => each.name)).map(({ group, names }) => ({ group: t(`types.of.${group}`), items: names.map((each) => ({ value: each, label: worded("type", each) })) }))}
      />
      {first.includes("values") && <SchemaForm {...form} only={VALUES} />}
      {first.includes("values") && <Picklist object={props.object} field={field} onChange={props.onChange} />}
      <SchemaForm {...form} only={first.filter((key) => key !== "values")} />
      <FieldPages field={name} pages={props.pages} />
      <details>
        <summary>{t("field.more")}</summary>
        <SchemaForm {...form} only={keys.filter((key) => !first.includes(key))} />
      </details>
      {published.includes(name) && <details><summary>{t("field.uses")}</summary><Uses kind="object" name={props.object} part={name} /></details>}
      <Button onClick={props.onDone}>{t("field.done")}</Button>
    </div>
  );
}
