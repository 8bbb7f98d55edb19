import { isBody, textOf, type Body, type Json, type Label } from "./api";

/** What a JSON schema of a kind says of a value, as far as an editor needs it. */
export interface Schema {
  title?: string;
  description?: string;
  type?: string | readonly string[];
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  items?: Schema;
  enum?: readonly string[];
  const?: Json;
  oneOf?: readonly Schema[];
  maxLength?: number;
  pattern?: string;
  default?: Json;
  examples?: readonly string[];
  /** The description in Chinese. */
  "x-zh"?: string;
  /** The title in Chinese. */
  "x-zh-title"?: string;
  /** What people call the texts of a choice. */
  "x-choices"?: Readonly<Record<string, { readonly en: string; readonly zh: string }>>;
  "x-list"?: string;
  "x-ref"?: string;
  /** What it gives a name to. */
  "x-names"?: string;
  "x-of"?: string;
  /** Of which type a field is that it names. */
  "x-type"?: string;
  /** Whether it names what objects may have, such as a history. */
  "x-feature"?: boolean;
  /** What a text stands for that people choose by looking. */
  "x-look"?: "icon" | "colour";
  "x-formula"?: boolean | "condition";
}

/** What a schema says of a value, in the language of the pages. */
export const helpOf = (schema: Schema, language: string): string | undefined => (language === "zh" ? schema["x-zh"] : schema.description);

/** What a schema calls a value, in the language of the pages. */
export const schemaTitle = (schema: Schema, language: string): string | undefined => (language === "zh" ? schema["x-zh-title"] ?? schema.title : schema.title);

export type Form = "label" | "formula" | "choice" | "boolean" | "number" | "text" | "icon" | "colour" | "group" | "entries" | "choices" | "texts" | "grant" | "assigned" | "json" | "nothing";

/** By which kind of input a value is edited. */
export function formOf(schema: Schema): Form {
  if (schema.const !== undefined) return schema.enum === undefined && schema.type === undefined ? "nothing" : "choice";
  if (schema["x-look"]) return schema["x-look"];
  if (schema["x-formula"]) return "formula";
  if (schema.enum) return "choice";
  if (schema.oneOf) return formOfChoice(schema.oneOf);
  const keys = Object.keys(schema.properties ?? {});
  if (keys.length === 2 && keys.includes("en") && keys.includes("zh")) return "label";
  if (schema.type === "object") return schema.properties ? "group" : "json";
  if (schema.type === "array") return formOfList(schema);
  if (schema.type === "boolean") return "boolean";
  if (schema.type === "integer" || schema.type === "number" || (Array.isArray(schema.type) && schema.type.includes("number"))) return "number";
  return schema.type === "string" ? "text" : "json";
}

function formOfChoice(options: readonly Schema[]): Form {
  if (options.some((option) => option.const === "*")) return "grant";
  return options.some((option) => option.properties?.["formula"]) ? "assigned" : "json";
}

function formOfList(schema: Schema): Form {
  const { items } = schema;
  if (items?.enum) return "choices";
  if (items?.type === "string") return "texts";
  return items?.type === "object" ? "entries" : "json";
}

/** The keys by which entries of a list are told from one another. */
export function keysOf(schema: Schema): readonly string[] {
  const found = /^keyed\((.*)\)$/.exec(schema["x-list"] ?? "");
  return found?.[1]?.split(",").map((key) => key.trim()) ?? [];
}

/** What an entry of a list is called in paths and on the page. */
export const entryName = (keys: readonly string[], entry: Json): string =>
  isBody(entry) ? keys.map((key) => String(entry[key] ?? "")).join(">") : String(entry);

/** A body with a property set, or without it where the value says nothing. */
export function withValue(body: Body, key: string, value: Json | undefined): Body {
  const { [key]: _, ...rest } = body;
  if (value === undefined) return rest;
  return key in body ? { ...body, [key]: value } : { ...rest, [key]: value };
}

/** An entry under another name; one that is published says what it was called, so that what holds it follows. */
export function withName(entry: Body, name: string, published: readonly string[]): Body {
  const present = String(entry["name"] ?? "");
  const former = entry["renamed_from"] ?? (published.includes(present) ? present : undefined);
  return { ...withValue(entry, "renamed_from", former === name ? undefined : former), name };
}

/** An entry that is not published is named by its English label while nobody has named it otherwise; by its number while its Chinese alone has not been spelled. */
export function withLabelledName(before: Body, after: Body, fallback: string, others: readonly string[]): Body {
  const [name, made] = [textOf(before["name"]), nameFrom(english(after))];
  if (textOf(after["name"]) !== name || same(before["label"], after["label"])) return after;
  if (name !== "" && name !== nameFrom(english(before)) && name !== fallback) return after;
  const wanted = isName(made) && !others.includes(made) ? made : fallback;
  return { name: wanted, ...withValue(after, "name", undefined) };
}

const english = (body: Body): string => (isBody(body["label"]) ? textOf(body["label"]["en"]) : "");

/** Entries of which one became one with another, which says what it was called. */
export const merged = (entries: readonly Body[], gone: string, into: string): readonly Body[] =>
  entries.filter((entry) => entry["name"] !== gone).map((entry) => (entry["name"] === into ? { ...entry, renamed_from: gone } : entry));

/** Whether two values are the same, whatever the order of their keys. */
export function same(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((each: Json, at) => same(each, other[at] as Json));
  if (!isBody(one) || !isBody(other)) return false;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => same(one[key], other[key]));
}

/** A name for formulas and the API made of a label. */
export const nameFrom = (label: string): string =>
  label.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^[^a-z]+|_+$/g, "").slice(0, 48);

/** Many of what a label calls one: Chinese says it alike, English by its usual ending, which its owner may change. */
export const pluralFrom = ({ en, zh }: Label): Label => ({ ...(en && { en: ending(en) }), ...(zh && { zh }) });

const ending = (one: string): string => (/[^aeiou]y$/i.test(one) ? `${one.slice(0, -1)}ies` : /(?:s|x|z|ch|sh)$/i.test(one) ? `${one}es` : `${one}s`);

export const isName = (text: string): boolean => /^[a-z](?:[a-z0-9]|_(?!_|$)){0,47}$/.test(text);
