import i18next from "i18next";

import { isBody, isList, labelOf, textOf, titleOf, type Body, type Json } from "./api";
import { formOf, keysOf, type Schema } from "./schema";
import { choiceWord, worded } from "./words";

/** How values of documents are told: what keys are called, what a schema says of the value, in which language. */
export interface Telling {
  say: (key: string) => string;
  language: string;
  schema?: Schema | undefined;
}

const PLAIN: Telling = { say: (key) => worded("key", key), language: "en" };

/** What people call a text of a choice: as its schema says, else by our own word. */
export const chosen = (schema: Schema, option: string, language: string): string => schema["x-choices"]?.[option]?.[language === "zh" ? "zh" : "en"] ?? choiceWord(option);

/** What a schema says of the value at a path, on which entries of lists are named. */
export function schemaAt(schema: Schema | undefined, path: readonly string[]): Schema | undefined {
  const [step, ...rest] = path;
  if (schema === undefined || step === undefined) return schema;
  return schemaAt(keysOf(schema).length > 0 ? schema.items : schema.properties?.[step], rest);
}

/** A value in a few words: choices as people know them, labels in the language of the pages. */
export function shortly(value: Json | undefined, telling: Telling = PLAIN): string {
  const { schema } = telling;
  if (value === null || value === undefined || value === "") return "—";
  if (typeof value === "boolean") return i18next.t(value ? "value.yes" : "value.no");
  if (isList(value)) return value.map((each) => shortly(each, { ...telling, schema: schema?.items })).join(comma(telling));
  if (isBody(value)) return labelled(value) ? titleOf({ name: "—", label: value }, telling.language) : parts(value, telling);
  return typeof value === "string" && schema && formOf(schema) === "choice" ? chosen(schema, value, telling.language) : String(value);
}

const labelled = (value: Body): boolean => Object.keys(value).every((key) => key === "en" || key === "zh");

const parts = (value: Body, telling: Telling): string =>
  Object.entries(value).filter(([key]) => key !== "kind").map(([key, inner]) => {
    const told = key === "type" && typeof inner === "string" ? worded("type", inner) : shortly(inner, { ...telling, schema: telling.schema?.properties?.[key] });
    return isBody(inner) || isList(inner) ? `${telling.say(key)}: ${told}` : `${telling.say(key)} ${told}`;
  }).join(" · ");

const MOST_NAMES = 8;
/** What stands in the head of an item anyway, or says nothing by itself. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(["kind", "name", "label", "plural", "icon", "object"]);

/** What a whole document holds: its lists with how many entries and the first of them, and what else it says. */
export function holding(body: Body, telling: Telling): readonly string[] {
  const within = (key: string): Telling => ({ ...telling, schema: telling.schema?.properties?.[key] });
  return Object.entries(body).filter(([key, value]) => !TOLD_ELSEWHERE.has(key) && value !== null && value !== false).map(([key, value]) => {
    if (value === true) return telling.say(key);
    if (!isList(value)) return `${telling.say(key)}${colon(telling)}${shortly(value, within(key))}`;
    const shown = value.slice(0, MOST_NAMES).map((entry) => (isBody(entry) ? entryTitle(entry, telling.language) : shortly(entry, { ...telling, schema: within(key).schema?.items })));
    return `${telling.say(key)} ${value.length}${colon(telling)}${shown.join(comma(telling))}${value.length > MOST_NAMES ? " …" : ""}`;
  });
}

const comma = ({ language }: Telling): string => (language === "zh" ? "、" : ", ");
const colon = ({ language }: Telling): string => (language === "zh" ? "：" : ": ");

/** What an entry of a list is called: its label, else what tells it from the others. */
const entryTitle = (entry: Body, language: string): string =>
  titleOf({ name: ["name", "field", "object", "relation", "from", "item"].map((key) => textOf(entry[key])).find((text) => text !== "") ?? "…", label: labelOf(entry) }, language);
