import i18next from "i18next";

import { isBody, isList, titleOf, type Body, type Json } from "./api";
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
  if (isList(value)) return value.map((each) => shortly(each, { ...telling, schema: schema?.items })).join(telling.language === "zh" ? "、" : ", ");
  if (isBody(value)) return labelled(value) ? titleOf({ name: "—", label: value }, telling.language) : parts(value, telling);
  return typeof value === "string" && schema && formOf(schema) === "choice" ? chosen(schema, value, telling.language) : String(value);
}

const labelled = (value: Body): boolean => Object.keys(value).every((key) => key === "en" || key === "zh");

const parts = (value: Body, telling: Telling): string =>
  Object.entries(value).filter(([key]) => key !== "kind").map(([key, inner]) => {
    const told = key === "type" && typeof inner === "string" ? worded("type", inner) : shortly(inner, { ...telling, schema: telling.schema?.properties?.[key] });
    return isBody(inner) || isList(inner) ? `${telling.say(key)}: ${told}` : `${telling.say(key)} ${told}`;
  }).join(" · ");
