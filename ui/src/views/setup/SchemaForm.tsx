import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, NativeSelect, Pill, TagsInput, TextInput } from "@mantine/core";
import type { TFunction } from "i18next";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Icon } from "../../widgets/Icon";
import { bodiesOf, isBody, isList, labelOf, textOf, textsOf, titleOf, useItems, vocabularyQuery, type Body, type Finding, type Json } from "./api";
import { FormulaInput } from "./FormulaInput";
import { sentenceOf } from "./findings";
import { schemaTitle } from "./kinds";
import { useNamedValues } from "./namedValues";
import { entryName, formOf, helpOf, keysOf, merged, withName, withValue, type Schema } from "./schema";
import { chosen } from "./telling";
import { worded } from "./words";

/** What formulas and documents call a thing, and what people do. */
export interface Named {
  name: string;
  title: string;
}

export interface Surrounding {
  findings: readonly Finding[];
  /** The object that fields and formulas are about. */
  object: string | null;
  /** The fields of that object. */
  fields: readonly Named[];
  /** What the keys beside and around a value say. */
  said: Body;
  /** The item as everybody has it. */
  published: Body | null;
}

interface ValueProps {
  name: string;
  schema: Schema;
  value: Json | undefined;
  required: boolean;
  path: string;
  around: Surrounding;
  onChange: (value: Json | undefined) => void;
}

const CONTROL = new Set(["kind", "renamed_from"]);

/** What the server says of a place: at it, and below it where nothing below shows it by itself. */
const faultsAt = (around: Surrounding, path: string, below = false) =>
  around.findings.filter((found) => found.path === path || (below && found.path.startsWith(`${path}/`))).map(sentenceOf);

/** The editor of a mapping, made of what its schema says of each key. */
export function SchemaForm(props: {
  schema: Schema; value: Body; path: string; around: Surrounding; onChange: (value: Body) => void;
  only?: readonly string[]; without?: ReadonlySet<string>;
}) {
  const { schema, value, path } = props;
  const keys = (props.only ?? Object.keys(schema.properties ?? {})).filter((key) => !CONTROL.has(key) && !props.without?.has(key));
  const object = textOf(value["object"]) || props.around.object;
  const said = { ...props.around.said, ...value };
  return (
    <div className="setup-form">
      {keys.map((key) => {
        const inner = schema.properties?.[key];
        return inner && (
          <SchemaValue
            key={key} name={key} schema={inner} value={value[key]} required={schema.required?.includes(key) ?? false} path={`${path}/${key}`}
            around={{ ...props.around, object, said }} onChange={(next) => props.onChange(withValue(value, key, next))}
          />
        );
      })}
    </div>
  );
}

function SchemaValue(props: ValueProps) {
  const { schema, value, around, path } = props;
  const { t, i18n } = useTranslation("setup");
  const label = schemaTitle(schema, i18n.language) ?? worded("key", props.name);
  const form = formOf(schema);
  const faults = faultsAt(around, path, form !== "group" && form !== "entries");
  const error = faults.length > 0 ? faults.join(" ") : undefined;
  const description = helpOf(schema, i18n.language);
  switch (form) {
    case "nothing": return null;
    case "formula": return <FormulaInput label={label} value={textOf(value)} object={around.object} faults={faults} onChange={(next) => props.onChange(next || undefined)} />;
    case "label": return <LabelInput label={label} value={isBody(value) ? value : {}} error={error} onChange={(next) => props.onChange(Object.keys(next).length > 0 ? next : undefined)} />;
    case "boolean": return (
      <Checkbox
        label={label} description={description} error={error} checked={(value ?? schema.default) === true}
        onChange={(event) => props.onChange(event.currentTarget.checked === (schema.default === true) ? undefined : event.currentTarget.checked)}
      />
    );
    case "choice": {
      const options = (schema.enum ?? [String(schema.const)]).map((option) => ({ value: option, label: chosen(schema, option, i18n.language) }));
      return (
        <NativeSelect
          label={label} description={description} error={error} value={textOf(value)} data={[...(props.required && value !== undefined ? [] : [{ value: "", label: unsaid(schema, t, i18n.language) }]), ...options]}
          onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
        />
      );
    }
    case "number": return (
      <TextInput
        label={label} description={description} error={error} inputMode="decimal" value={textOf(value)} placeholder={textOf(schema.default)}
        onChange={(event) => props.onChange(numberFrom(event.currentTarget.value))}
      />
    );
    case "text": return <NameInput {...props} label={label} description={description} error={error} />;
    case "choices": return <Choices label={label} options={(schema.items?.enum ?? []).map((name) => ({ name, title: chosen(schema.items ?? {}, name, i18n.language) }))} value={textsOf(value)} onChange={(next) => props.onChange(next.length > 0 ? next : undefined)} />;
    case "texts": return <Names {...props} label={label} description={description} error={error} />;
    case "grant": return <Grant {...props} label={label} error={error} />;
    case "assigned": return <Assigned {...props} label={label} error={error} />;
    case "group": return (
      <fieldset className="setup-group">
        <legend>{label}</legend>
        <SchemaForm schema={schema} value={isBody(value) ? value : {}} path={path} around={around} onChange={(next) => props.onChange(Object.keys(next).length > 0 ? next : undefined)} />
      </fieldset>
    );
    case "entries": return <Entries {...props} label={label} />;
    case "json": return <JsonInput label={t("form.json", { name: label })} value={value} error={error} onChange={props.onChange} />;
  }
}

/** What holds where nothing is chosen. */
const unsaid = (schema: Schema, t: TFunction<"setup">, language: string): string =>
  schema.default === undefined ? t("form.unset") : t("form.default", { value: chosen(schema, textOf(schema.default), language) });

const numberFrom = (text: string): Json | undefined => {
  if (text.trim() === "") return undefined;
  return /^-?\d+(\.\d+)?$/.test(text.trim()) && Number.isSafeInteger(Math.trunc(Number(text))) ? Number(text) : text;
};

type Labelled = ValueProps & { label: string; description?: string | undefined; error?: string | undefined };

/** A label in both languages. */
export function LabelInput(props: { label: string; value: Body; error?: string | undefined; onChange: (value: Body) => void }) {
  const { t, i18n } = useTranslation("setup");
  const [first, second] = i18n.language === "zh" ? (["zh", "en"] as const) : (["en", "zh"] as const);
  const input = (language: "en" | "zh") => (
    <TextInput
      label={t(language === "en" ? "form.english" : "form.chinese", { label: props.label })} value={textOf(props.value[language])} lang={language} error={language === first ? props.error : undefined}
      onChange={(event) => props.onChange(withValue(props.value, language, event.currentTarget.value || undefined))}
    />
  );
  return <div className="setup-pair">{input(first)}{input(second)}</div>;
}

/** The names that may stand at a place. */
function useNames(schema: Schema, around: Surrounding): readonly Named[] {
  const { i18n } = useTranslation();
  const wanted = schema["x-ref"] ?? "";
  const { items } = useItems(wanted);
  const values = useNamedValues(wanted === "value" ? schema["x-of"] : undefined, around.said, around.object);
  const features = useQuery(vocabularyQuery()).data?.features ?? [];
  if (schema["x-feature"]) return features.map(({ name, label }) => ({ name, title: label }));
  if (wanted === "value") return values;
  return wanted === "field" && schema["x-of"] === undefined ? around.fields : items.map((item) => ({ name: item.name, title: titleOf(item, i18n.language) }));
}

/** A name for those who choose it: with what people call it, where that is something else. */
const said = ({ name, title }: Named) => (title === name ? name : `${title} (${name})`);

/** What is chosen from a list; of other things one may write the name before they are there. */
const CHOSEN = new Set(["field", "object", "value"]);

/** What people call a name that is written, where that is something else. */
const titleFor = (names: readonly Named[], value: string) => names.find(({ name, title }) => name === value && title !== name)?.title;

/** How names are spelled helps nobody who chooses one that is there. */
const described = ({ schema, description }: Labelled) => (schema["x-ref"] !== undefined && schema.description === SPELLING ? undefined : description);
const SPELLING = "Lower case letters, digits and _, at most 48.";

function NameInput(props: Labelled) {
  const known = useNames(props.schema, props.around);
  const names = props.schema.examples?.map((name): Named => ({ name, title: name })) ?? known;
  const list = useId();
  const { t } = useTranslation("setup");
  const value = textOf(props.value);
  if (CHOSEN.has(props.schema["x-ref"] ?? "") && known.length > 0 && (value === "" || known.some(({ name }) => name === value))) {
    return (
      <NativeSelect
        label={props.label} description={described(props)} error={props.error} value={value} onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
        data={[...(props.required && value !== "" ? [] : [{ value: "", label: t("form.unset") }]), ...known.map((each) => ({ value: each.name, label: said(each) }))]}
      />
    );
  }
  return (
    <>
      <TextInput
        label={props.label} description={[titleFor(names, value), described(props)].filter(Boolean).join(" · ")} error={props.error} value={value} list={names.length > 0 ? list : undefined}
        maxLength={props.schema.maxLength} onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
      />
      {names.length > 0 && <datalist id={list}>{names.map((each) => <option key={each.name} value={each.name}>{said(each)}</option>)}</datalist>}
    </>
  );
}

function Names(props: Labelled) {
  const names = useNames(props.schema, props.around);
  const title = (value: string) => names.find(({ name }) => name === value)?.title ?? value;
  return (
    <TagsInput
      label={props.label} description={props.description} error={props.error} value={textsOf(props.value)} data={names.map(({ name }) => name)} size="sm"
      renderOption={({ option }) => said(names.find(({ name }) => name === option.value) ?? { name: option.value, title: option.value })}
      renderPill={({ value = "", onRemove }) => <Pill withRemoveButton {...(onRemove && { onRemove })} title={value}>{title(value)}</Pill>}
      onChange={(next) => props.onChange(next.length > 0 ? next : undefined)}
    />
  );
}

function Choices(props: { label: string; options: readonly Named[]; value: readonly string[]; onChange: (value: string[]) => void }) {
  return (
    <fieldset className="setup-choices">
      <legend>{props.label}</legend>
      {props.options.map(({ name, title }) => (
        <Checkbox
          key={name} size="xs" label={title} checked={props.value.includes(name)}
          onChange={(event) => props.onChange(event.currentTarget.checked ? [...props.value, name] : props.value.filter((each) => each !== name))}
        />
      ))}
    </fieldset>
  );
}

function Grant(props: Labelled) {
  const { t } = useTranslation("setup");
  const all = props.value === "*";
  return (
    <div className="setup-grant">
      <Checkbox size="xs" label={`${props.label}: ${t("form.all")}`} checked={all} onChange={(event) => props.onChange(event.currentTarget.checked ? "*" : undefined)} />
      {!all && <Names {...props} />}
    </div>
  );
}

/** A value, or a formula that gives one. */
function Assigned(props: Labelled) {
  const { t } = useTranslation("setup");
  const { value } = props;
  const known = useNames(props.schema, props.around);
  const formula = isBody(value) ? textOf(value["formula"]) : null;
  const plain = isList(value) ? textsOf(value).join(", ") : typeof value === "boolean" ? String(value) : textOf(value);
  return (
    <div className="setup-assigned">
      <NativeSelect
        label={props.label} value={formula === null ? "value" : "formula"} data={[{ value: "value", label: t("form.value") }, { value: "formula", label: t("form.formula") }]}
        onChange={(event) => props.onChange(event.currentTarget.value === "formula" ? { formula: plain || "TODAY()" } : undefined)}
      />
      {formula !== null && <FormulaInput label={t("form.formula")} value={formula} object={props.around.object} faults={props.error ? [props.error] : []} onChange={(next) => props.onChange({ formula: next })} />}
      {formula === null && (known.length > 0 && (plain === "" || known.some(({ name }) => name === plain))
        ? (
          <NativeSelect
            aria-label={props.label} value={plain} error={props.error} onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
            data={[{ value: "", label: t("form.unset") }, ...known.map((each) => ({ value: each.name, label: said(each) }))]}
          />
        )
        : <TextInput aria-label={props.label} value={plain} error={props.error} onChange={(event) => props.onChange(valueFrom(event.currentTarget.value))} />)}
    </div>
  );
}

const valueFrom = (text: string): Json | undefined => (text === "true" || text === "false" ? text === "true" : numberFrom(text));

function JsonInput(props: { label: string; value: Json | undefined; error?: string | undefined; onChange: (value: Json | undefined) => void }) {
  const { t } = useTranslation("setup");
  const [text, setText] = useState(() => (props.value === undefined ? "" : JSON.stringify(props.value, null, 2)));
  const [bad, setBad] = useState(false);
  const change = (next: string) => {
    setText(next);
    try {
      props.onChange(next.trim() === "" ? undefined : (JSON.parse(next) as Json));
      setBad(false);
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      setBad(true);
    }
  };
  return (
    <label className="setup-json">
      <span>{props.label}</span>
      <textarea value={text} rows={Math.min(16, text.split("\n").length + 1)} spellCheck={false} aria-invalid={bad} onChange={(event) => change(event.currentTarget.value)} />
      {(bad || props.error) && <p className="setup-fault">{bad ? t("form.jsonBad") : props.error}</p>}
    </label>
  );
}

/** The entries of a list: opened one by one, moved, removed and added. */
function Entries(props: ValueProps & { label: string }) {
  const { t, i18n } = useTranslation("setup");
  const entries = isList(props.value) ? props.value : [];
  const inner = props.schema.items ?? {};
  const keys = keysOf(props.schema);
  const known = useNames(inner.properties?.[keys[0] ?? ""] ?? {}, props.around); // of the key that tells entries apart
  const put = (next: readonly Json[]) => props.onChange(next.length > 0 ? next : undefined);
  const move = (from: number, to: number) => {
    const rest = entries.filter((_, at) => at !== from);
    put([...rest.slice(0, to), entries[from] ?? null, ...rest.slice(to)]);
  };
  const at = useSearchParams()[0].get("at"); // an address leads to an entry by the lists and names on the way to it
  const [opened, setOpened] = useState<number | null>(() => placeIn(entries, (entry) => at !== null && `${props.path}/${entryName(keys, entry)}`.endsWith(`/${at}`)));
  // Entries that can be renamed stand at the top of their item.
  const renamable = inner.properties?.["renamed_from"] !== undefined;
  const published = renamable ? bodiesOf(props.around.published?.[props.name]).map((entry) => textOf(entry["name"])) : [];
  const change = (at: number, entry: Body, next: Body) => {
    const told = renamable && next["name"] !== entry["name"] ? withName(withValue(next, "name", entry["name"]), textOf(next["name"]), published) : next;
    put(entries.map((each, other) => (other === at ? told : each)));
  };
  return (
    <fieldset className="setup-entries">
      <legend>{props.label}</legend>
      {entries.length === 0 && <p className="quiet">{t("form.empty")}</p>}
      <ul>
        {entries.map((entry, at) => {
          const named = entryName(keys, entry);
          const name = named.replaceAll(">", "").trim() === "" ? String(at + 1) : named;
          const said = saidOf(inner, keys, entry, name, known, i18n.language);
          const place = `${props.path}/${named}`;
          const faults = faultsAt(props.around, place, opened !== at);
          return (
            <li key={at}>
              <div className="setup-entry">
                <button type="button" aria-expanded={opened === at} onClick={() => setOpened(opened === at ? null : at)}>
                  <Icon name={opened === at ? "chevron_down" : "chevron_right"} size={14} /><span className="clip">{said}</span>
                  {said !== name && <code className="clip quiet">{name}</code>}
                  {isBody(entry) && entry["renamed_from"] !== undefined && <span className="quiet">{t("field.renames", { name: textOf(entry["renamed_from"]) })}</span>}
                  {faults.length > 0 && <Icon name="warning" size={14} />}
                </button>
                <EntryActs name={said} at={at} count={entries.length} onMove={move} onRemove={() => put(entries.filter((_, other) => other !== at))} />
              </div>
              {faults.map((fault) => <p key={fault} className="setup-fault">{fault}</p>)}
              {opened === at && isBody(entry) && (
                <>
                  <SchemaForm schema={inner} value={entry} path={place} around={props.around} onChange={(next) => change(at, entry, next)} />
                  {published.includes(name) && (
                    <Merge entries={bodiesOf(props.value)} name={name} called={said} onMerge={(into) => { setOpened(null); put(merged(bodiesOf(props.value), name, into)); }} />
                  )}
                </>
              )}
            </li>
          );
        })}
      </ul>
      <Button
        variant="default" leftSection={<Icon name="plus" size={14} />}
        onClick={() => { put([...entries, fresh(inner)]); setOpened(entries.length); }}
      >{t("form.addNamed", { what: props.label })}</Button>
    </fieldset>
  );
}

/** Where the first entry of which something holds stands; null where none does. */
const placeIn = (entries: readonly Json[], holds: (entry: Json) => boolean): number | null => {
  const at = entries.findIndex(holds);
  return at === -1 ? null : at;
};

/** What an entry is called: by its label, else by what it is told by as people read it, else by its keys. */
function saidOf(schema: Schema, keys: readonly string[], entry: Json, name: string, known: readonly Named[], language: string): string {
  const [key = "", ...more] = keys;
  const inner = schema.properties?.[key];
  const value = isBody(entry) ? textOf(entry[key]) : "";
  const label = isBody(entry) ? labelOf(entry) : null;
  if (label !== null) return titleOf({ name, label }, language);
  if (more.length > 0 || value === "") return name;
  return inner?.["x-choices"] ? chosen(inner, value, language) : titleFor(known, value) ?? name;
}

/** Lets an entry become one with another of the list. */
export function Merge({ entries, name, called, onMerge }: { entries: readonly Body[]; name: string; called: string; onMerge: (into: string) => void }) {
  const { t, i18n } = useTranslation("setup");
  const others = entries.map((entry): Named => {
    const own = textOf(entry["name"]);
    return { name: own, title: titleOf({ name: own, label: labelOf(entry) }, i18n.language) };
  }).filter((other) => other.name !== name && other.name !== "");
  return (
    <NativeSelect
      className="setup-merge" label={t("form.merge", { name: called })} description={t("form.mergeHint")} value="" onChange={(event) => onMerge(event.currentTarget.value)}
      data={[{ value: "", label: t("form.unset") }, ...others.map((other) => ({ value: other.name, label: said(other) }))]}
    />
  );
}

/** A new entry: what every entry must have, as far as it is known. */
const fresh = (schema: Schema): Body =>
  Object.fromEntries((schema.required ?? []).flatMap((key) => (schema.properties?.[key]?.type === "array" ? [[key, []]] : [])));

/** Moving and removing an entry. */
export function EntryActs(props: { name: string; at: number; count: number; onMove: (from: number, to: number) => void; onRemove: () => void }) {
  const { t } = useTranslation("setup");
  const { name, at } = props;
  return (
    <span className="setup-acts">
      <button type="button" className="icon-button" disabled={at === 0} aria-label={t("form.up", { name })} onClick={() => props.onMove(at, at - 1)}><Icon name="arrow_up" size={14} /></button>
      <button type="button" className="icon-button" disabled={at === props.count - 1} aria-label={t("form.down", { name })} onClick={() => props.onMove(at, at + 1)}><Icon name="arrow_down" size={14} /></button>
      <button type="button" className="icon-button" aria-label={t("form.remove", { name })} onClick={props.onRemove}><Icon name="trash" size={14} /></button>
    </span>
  );
}
