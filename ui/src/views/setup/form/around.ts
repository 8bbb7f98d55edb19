import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { titleOf, vocabularyQuery, type Body, type Finding, type Json } from "../api";
import { sentenceOf } from "../findings";
import { useItems } from "../items";
import { useNamedValues } from "../namedValues";
import type { Schema } from "../schema";
import { useRelated } from "./useRelated";

/** What formulas and documents call a thing, and what people do. */
export interface Named {
  name: string;
  title: string;
  /** Of a field. */
  type?: string;
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

export interface ValueProps {
  name: string;
  schema: Schema;
  value: Json | undefined;
  required: boolean;
  path: string;
  around: Surrounding;
  onChange: (value: Json | undefined) => void;
}

export type Labelled = ValueProps & { label: string; description?: string | undefined; error?: string | undefined };

export interface FormProps {
  schema: Schema;
  value: Body;
  path: string;
  around: Surrounding;
  onChange: (value: Body) => void;
  only?: readonly string[];
  without?: ReadonlySet<string>;
}

/** What the server says of a place: at it, and below it where nothing below shows it by itself. */
export const faultsAt = (around: Surrounding, path: string, below = false) =>
  around.findings.filter((found) => found.path === path || (below && found.path.startsWith(`${path}/`))).map(sentenceOf);

/** The names that may stand at a place. */
export function useNames(schema: Schema, around: Surrounding): readonly Named[] {
  const { i18n } = useTranslation();
  const wanted = schema["x-ref"] ?? "";
  const { items } = useItems(wanted);
  const values = useNamedValues(wanted === "value" ? schema["x-of"] : undefined, around.said, around.object);
  const related = useRelated(schema, around.object ?? "", around.said);
  const features = useQuery(vocabularyQuery()).data?.features ?? [];
  if (schema["x-feature"]) return features.map(({ name, label }) => ({ name, title: label }));
  if (wanted === "value") return values;
  if (related !== null) return related;
  return wanted === "field" && schema["x-of"] === undefined ? around.fields.filter(({ type }) => schema["x-type"] === undefined || type === schema["x-type"]) : items.map((item) => ({ name: item.name, title: titleOf(item, i18n.language) }));
}

/** A name for those who choose it: with what people call it, where that is something else. */
export const said = ({ name, title }: Named) => (title === name ? name : `${title} (${name})`);

/** What people call a name that is written, where that is something else. */
export const titleFor = (names: readonly Named[], value: string) => names.find(({ name, title }) => name === value && title !== name)?.title;
