import { Button } from "@mantine/core";
import { useState, type ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Icon } from "../../../widgets/Icon";
import { bodiesOf, isBody, isList, labelOf, textOf, textsOf, titleOf, type Body, type Json } from "../api";
import { entryName, keysOf, merged, withLabelledName, withName, withValue, type Schema } from "../schema";
import { chosen } from "../telling";
import { useNaming } from "../useSpelled";
import { useTitles } from "../useTitles";
import { choiceWord, columnTitle, oneOf } from "../words";
import { faultsAt, titleFor, useNames, type FormProps, type Named, type Surrounding, type ValueProps } from "./around";
import { EntryActs } from "./EntryActs";
import { Merge } from "./Merge";

/** How many steps lead to a list at the top of an item, where what is published is known. */
const ITEM_DEPTH = 3;

/** The entries of a list: opened one by one, moved, removed and added. */
export function Entries({ Form, ...props }: ValueProps & { label: string; description?: string | undefined; Form: ComponentType<FormProps> }) {
  const { t, i18n } = useTranslation("setup");
  const called = useTitles();
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
  const labelled = inner.properties?.["label"] !== undefined && inner.properties["name"] !== undefined && props.path.split("/").length === ITEM_DEPTH;
  const published = renamable || labelled ? bodiesOf(props.around.published?.[props.name]).map((entry) => textOf(entry["name"])) : [];
  const isFresh = (entry: Body) => labelled && !published.includes(textOf(entry["name"])) && entry["renamed_from"] === undefined;
  const namesBeside = (at: number) => bodiesOf(props.value).filter((_, other) => other !== at).map((other) => textOf(other["name"]));
  const unnamed = (at: number) => `${props.name.replace(/s$/, "")}_${at + 1}`;
  const change = (at: number, entry: Body, next: Body) => {
    const fresh = isFresh(entry);
    const others = namesBeside(at);
    const told = fresh ? withLabelledName(entry, next, unnamed(at), others)
      : renamable && next["name"] !== entry["name"] ? withName(withValue(next, "name", entry["name"]), textOf(next["name"]), published) : next;
    put(entries.map((each, other) => (other === at ? told : each)));
  };
  return (
    <fieldset className="setup-entries">
      <legend>{props.label}</legend>
      {props.description !== undefined && <p className="setup-about quiet">{props.description}</p>}
      {entries.length === 0 && <p className="quiet">{t("form.empty")}</p>}
      <ul>
        {entries.map((entry, at) => {
          const named = entryName(keys, entry);
          const name = named.replaceAll(">", "").trim() === "" ? String(at + 1) : named;
          const said = isBody(entry) ? saidOf(inner, keys, entry, name, { known, around: props.around, called, language: i18n.language }) : name;
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
                  {isFresh(entry) && <Naming entry={entry} unnamed={unnamed(at)} others={namesBeside(at)} onChange={(next) => put(entries.map((each, other) => (other === at ? next : each)))} />}
                  <Form schema={inner} value={entry} path={place} around={props.around} only={labelFirst(inner)} onChange={(next) => change(at, entry, next)} />
                  {renamable && published.includes(name) && (
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
      >{t("form.addNamed", { what: oneOf(props.name, props.label) })}</Button>
    </fieldset>
  );
}

/** Lets the name of an entry that is not published follow its label. */
function Naming({ entry, unnamed, others, onChange }: { entry: Body; unnamed: string; others: readonly string[]; onChange: (entry: Body) => void }) {
  const name = textOf(entry["name"]);
  useNaming({ label: labelOf(entry) ?? {}, name, isUnnamed: name === "" || name === unnamed, others }, (made) => onChange({ ...entry, name: made }));
  return null;
}

/** The keys of an entry: what people call it before what formulas do. */
const labelFirst = (schema: Schema): readonly string[] => Object.keys(schema.properties ?? {}).sort((a, b) => Number(b === "label") - Number(a === "label"));

/** Where the first entry of which something holds stands; null where none does. */
const placeIn = (entries: readonly Json[], holds: (entry: Json) => boolean): number | null => {
  const at = entries.findIndex(holds);
  return at === -1 ? null : at;
};

interface Titles {
  /** What may stand at the key that tells entries apart. */
  known: readonly Named[];
  around: Surrounding;
  called: (kind: string, name: string) => string;
  language: string;
}

/** What an entry is called: by its label, by the fields that it lists or the view that it shows, else by what it is told by as people read it, else by its keys. */
function saidOf(schema: Schema, keys: readonly string[], entry: Body, name: string, { known, around, called, language }: Titles): string {
  const [key = "", ...more] = keys;
  const inner = schema.properties?.[key];
  const [label, value, view] = [labelOf(entry), textOf(entry[key]), textOf(entry["view"])];
  if (label !== null) return titleOf({ name, label }, language);
  const listed = fieldsOf(entry, around, language === "zh" ? (how) => `（${how}）` : (how) => ` (${how})`);
  if (listed.length > 0) return listed.join(" · ");
  if (inner?.["x-names"] === undefined && view !== "") return called("view", view);
  if (more.length > 0 || value === "") return name;
  return inner?.["x-choices"] ? chosen(inner, value, language) : titleFor(known, value) ?? name;
}

/** The fields that an entry lists, as people know them, with which way they sort and how they are compared. */
function fieldsOf(entry: Body, around: Surrounding, aside: (how: string) => string): readonly string[] {
  const titleOfField = (field: string) => around.fields.find(({ name }) => name === field)?.title ?? columnTitle(field) ?? field;
  const plain = textsOf(entry["fields"]).map((field) => `${titleOfField(field.replace(/^-/, ""))}${field.startsWith("-") ? " ↓" : ""}`);
  const compared = bodiesOf(entry["fields"]).map((each) => `${titleOfField(textOf(each["field"]))}${textOf(each["how"]) === "" ? "" : aside(choiceWord(textOf(each["how"])))}`);
  return [...plain, ...compared];
}

/** A new entry: what every entry must have, as far as it is known. */
const fresh = (schema: Schema): Body =>
  Object.fromEntries((schema.required ?? []).flatMap((key) => (schema.properties?.[key]?.type === "array" ? [[key, []]] : [])));
