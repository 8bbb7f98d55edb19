import i18next from "i18next";

import { bodiesOf, isBody, isList, labelOf, textOf, textsOf, titleOf, type Body, type Json } from "./api";
import { entryName, formOf, keysOf, schemaTitle, type Schema } from "./schema";
import { choiceWord, worded } from "./words";

/** How values of documents are told: what keys are called, what a schema says of the value, in which language. */
export interface Telling {
  say: (key: string) => string;
  language: string;
  schema?: Schema | undefined;
  /** What is called by a name that a schema says names a thing, such as a field of the object that is spoken of. */
  called?: Called;
  object?: string;
  /** Which object the records are of that a relation or look-up of an object leads to. */
  behind?: Behind;
  /** What the keys beside and around a value say. */
  said?: Body;
}

export type Called = (ref: string, name: string, object: string) => string | undefined;
export type Behind = (relation: string, object: string) => string | undefined;

const PLAIN: Telling = { say: (key) => worded("key", key), language: "en" };

/** What people call a text of a choice: as its schema says, else by our own word. */
export const chosen = (schema: Schema, option: string, language: string): string => schema["x-choices"]?.[option]?.[language === "zh" ? "zh" : "en"] ?? choiceWord(option);

/** What an entry of a list is: what the list says its entries name holds of each. */
const entrySchema = (schema: Schema | undefined): Schema | undefined =>
  schema?.items && { ...schema.items, ...(schema["x-ref"] !== undefined && { "x-ref": schema["x-ref"] }), ...(schema["x-of"] !== undefined && { "x-of": schema["x-of"] }), ...(schema["x-feature"] !== undefined && { "x-feature": schema["x-feature"] }) };

/** A name as people know it, and which way it sorts; null where it names nothing that is known. */
function naming(value: string, telling: Telling): string | null {
  const { schema, called, object = "" } = telling;
  const ref = schema?.["x-ref"] ?? (schema?.["x-feature"] ? "feature" : undefined);
  if (called === undefined) return null;
  if (ref === undefined) return entryNamed(value, telling);
  const falls = value.startsWith("-");
  const told = called(ref, falls ? value.slice(1) : value, ref === "field" ? ownerOf(telling) : object);
  return told === undefined ? null : `${told}${falls ? " ↓" : ""}`;
}

/** What an entry is called that stands in a list beside a value which names it, such as the menu whose entry opens first. */
function entryNamed(value: string, { schema, said, called, language }: Telling): string | null {
  const entry = schema?.["x-of"] === undefined ? undefined : entriesIn(said?.[schema["x-of"]]).find((each) => each["name"] === value);
  if (entry === undefined) return null;
  const shown = textOf(entry["view"]) === "" ? called?.("object", textOf(entry["object"]), "") : called?.("view", textOf(entry["view"]), "");
  return titleOf({ name: shown ?? value, label: labelOf(entry) }, language);
}

/** The entries of a list and of the lists in them. */
const entriesIn = (value: Json | undefined): readonly Body[] => bodiesOf(value).flatMap((entry) => [entry, ...Object.values(entry).flatMap(entriesIn)]);

/** Whose fields are named: the object's that is spoken of, or those that lie behind what a key beside or around names. */
function ownerOf({ schema, object = "", behind, said }: Telling): string {
  const of = schema?.["x-of"];
  return of === undefined ? object : behind?.(textOf(said?.[of.split(" ")[0] ?? ""]), object) ?? "";
}

/** How what a mapping holds is told: of the object that it is about. */
const inside = (body: Body, telling: Telling): Telling => ({ ...telling, said: { ...telling.said, ...body }, ...(textOf(body["object"]) !== "" && { object: textOf(body["object"]) }) });

/** What a key is called where the telling stands: as the schema says, else by our word. */
const saying = (key: string, { schema, say, language }: Telling): string => schemaTitle(schema?.properties?.[key] ?? {}, language) ?? say(key);

/** A value in a few words: choices as people know them, labels in the language of the pages. */
export function shortly(value: Json | undefined, telling: Telling = PLAIN): string {
  const { schema } = telling;
  if (value === null || value === undefined || value === "") return "—";
  if (typeof value === "boolean") return i18next.t(value ? "value.yes" : "value.no");
  if (isList(value)) return value.map((each) => shortly(each, { ...telling, schema: entrySchema(schema) })).join(comma(telling));
  if (isBody(value)) return labelled(value) ? titleOf({ name: "—", label: value }, telling.language) : parts(value, inside(value, telling));
  if (typeof value !== "string" || !schema) return String(value);
  return formOf(schema) === "choice" ? chosen(schema, value, telling.language) : naming(value, telling) ?? value;
}

const labelled = (value: Body): boolean => Object.keys(value).every((key) => key === "en" || key === "zh");

const parts = (value: Body, telling: Telling): string =>
  Object.entries(value).filter(([key]) => key !== "kind").map(([key, inner]) => {
    const told = key === "type" && typeof inner === "string" ? worded("type", inner) : shortly(inner, { ...telling, schema: telling.schema?.properties?.[key] });
    return `${saying(key, telling)}${colon(telling)}${told}`;
  }).join(" · ");

const MOST_NAMES = 8;
/** What stands in the head of an item anyway, or says nothing by itself. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(["kind", "name", "label", "plural", "icon", "object"]);

/** What a whole document holds: its lists with how many entries and the first of them, and what else it says. */
export function holding(body: Body, around: Telling): readonly string[] {
  const telling = inside(body, around);
  const within = (key: string): Telling => ({ ...telling, schema: telling.schema?.properties?.[key] });
  return Object.entries(body).filter(([key, value]) => !TOLD_ELSEWHERE.has(key) && value !== null && value !== false).map(([key, value]) => {
    if (value === true) return saying(key, telling);
    if (!isList(value)) return `${saying(key, telling)}${colon(telling)}${shortly(value, within(key))}`;
    const each = { ...telling, schema: entrySchema(within(key).schema) };
    const shown = value.slice(0, MOST_NAMES).map((entry) => (isBody(entry) ? entryTitle(entry, each) + rightsOf(entry, each) : shortly(entry, each)));
    return `${saying(key, telling)} ${value.length}${colon(telling)}${shown.join(comma(telling))}${value.length > MOST_NAMES ? " …" : ""}`;
  });
}

/** The rights that an entry gives, in brackets behind it: they are what its readers have to know. */
function rightsOf(entry: Body, telling: Telling): string {
  const rights = entry["rights"];
  if (!isList(rights) || rights.length === 0) return "";
  const told = shortly(rights, { ...telling, schema: telling.schema?.properties?.["rights"] });
  return telling.language === "zh" ? `（${told}）` : ` (${told})`;
}

const comma = ({ language }: Telling): string => (language === "zh" ? "、" : ", ");
const colon = ({ language }: Telling): string => (language === "zh" ? "：" : ": ");

const TELLING_KEYS = ["name", "field", "object", "relation", "from", "item"];

/** What tells more than the name of an entry that has no label, and that nothing else names. */
const TELLING_MORE = ["view", "object", "component", "fields"];

/** What an entry of a list is called: its label, else what tells it from the others, as people know it. */
function entryTitle(entry: Body, telling: Telling): string {
  const first = TELLING_KEYS.find((each) => textOf(entry[each]) !== "") ?? "";
  const isNamed = first !== "name" || telling.schema?.properties?.["name"]?.["x-names"] !== undefined;
  const key = (isNamed ? undefined : TELLING_MORE.find((each) => textOf(entry[each]) !== "" || textsOf(entry[each]).length > 0)) ?? first;
  const told = (each: string) => shortly(entry[each], { ...inside(entry, telling), schema: telling.schema?.properties?.[each] });
  const name = key === "" ? "…" : key === "from" ? `${told("from")} → ${told("to")}` : told(key);
  return titleOf({ name, label: labelOf(entry) }, telling.language);
}

/** A place in documents as people read it, with what came and went there: keys by their words, entries by their labels or by what they name. */
export const placed = (path: readonly string[], documents: readonly Json[], telling: Telling, there: readonly Json[] = []): readonly string[] => walked(path, documents, telling, there).steps;

/** How what stands at a place in documents is told. */
export const tellingAt = (path: readonly string[], documents: readonly Json[], telling: Telling): Telling => walked(path, documents, telling, []).at;

interface Walked {
  steps: readonly string[];
  at: Telling;
}

function walked(path: readonly string[], documents: readonly Json[], telling: Telling, there: readonly Json[]): Walked {
  const [step, ...rest] = path;
  if (step === undefined) return { steps: [], at: telling };
  const { schema } = telling;
  const keys = schema ? keysOf(schema) : [];
  const on = (title: string, below: readonly Json[], within: Telling): Walked => {
    const { steps, at } = walked(rest, below, within, there);
    return { steps: [title, ...steps], at };
  };
  if (keys.length === 0 && schema?.items) return on(naming(step, { ...telling, schema: entrySchema(schema) }) ?? telling.say(step), [], { ...telling, schema: schema.items });
  if (keys.length === 0) return on(saying(step, telling), documents.map((each) => (isBody(each) ? each[step] ?? null : null)), { ...inside(documents.find(isBody) ?? {}, telling), schema: schema?.properties?.[step] });
  const found = [...documents.flatMap((each) => bodiesOf(each)), ...(rest.length === 0 ? there.filter(isBody) : [])].filter((entry) => entryName(keys, entry) === step);
  const within = { ...telling, schema: entrySchema(schema) };
  if (step === "order" && rest.length === 0 && found.length === 0) return on(telling.say(step), [], within);
  const entry = found.find((each) => labelOf(each) !== null) ?? found[0]; // what lies over an item may say less of an entry
  return on(entry ? entryTitle(entry, within) : keyed(keys, step, within), found, entry ? inside(entry, within) : within);
}

/** An entry by the texts of its keys alone. */
const keyed = (keys: readonly string[], step: string, telling: Telling): string =>
  step.split(">").map((text, at) => {
    const schema = telling.schema?.properties?.[keys[at] ?? ""];
    return shortly(text, { ...telling, schema: schema?.["x-names"] === undefined ? schema : { ...schema, "x-ref": schema["x-names"] } });
  }).filter((text) => text !== "—").join(" → ");
