import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { isBody, textOf, titleOf, vocabularyQuery, type Change, type Finding, type KindDescription } from "./api";
import { schemaTitle, type Schema } from "./schema";
import type { Telling } from "./telling";
import { worded } from "./words";

/** What kinds and the keys of their documents are called: by our own words, or as the schema of a package's kind says. */
export interface KindWords {
  kind: (kind: string) => string;
  /** What one item of the kind is called. */
  one: (kind: string) => string;
  key: (kind: string, key: string) => string;
  telling: (kind: string) => Telling;
}

/** What has no page of its own in Setup: packages bring it. */
export const PAGELESS: ReadonlySet<string> = new Set(["kind", "plugin"]);

/** The kinds in the order in which one builds: what is shown and who may come after what there is. */
const BUILT = ["plugin", "kind", "object", "extension", "picklist", "rule", "layout", "view", "app", "action", "role", "sharing"];

/** Things of kinds in the order in which one builds. */
export const inOrder = <T>(things: readonly T[], kindOf: (thing: T) => string): readonly T[] => {
  const place = (thing: T) => (BUILT.indexOf(kindOf(thing)) + BUILT.length + 1) % (BUILT.length + 1); // unknown kinds last
  return [...things].sort((a, b) => place(a) - place(b));
};

/** The words as everybody has them, with those of kinds that a plan brings. */
export function useKindWords(changes: readonly Change[] = []): KindWords {
  const { i18n } = useTranslation();
  return wordsOf([...(useQuery(vocabularyQuery()).data?.kinds ?? []), ...changes.flatMap(comingIn)], i18n.language);
}

/** The kind that a change of packages brings. */
function comingIn({ kind, name, after, path }: Change): readonly KindDescription[] {
  if (kind !== "kind" || path.length > 0 || !isBody(after)) return [];
  const label = { en: textOf(after["title"]), zh: textOf(after["x-zh-title"]) };
  return [{ name, folder: textOf(after["x-folder"]), schema: after as Schema, package: "", label }];
}

export function wordsOf(kinds: readonly KindDescription[], language: string): KindWords {
  const declared = new Map(kinds.filter((kind) => kind.package !== null).map((kind) => [kind.name, kind]));
  const key = (name: string, said: string) => {
    const schema = declared.get(name)?.schema;
    return (schema && titleWithin(schema, said, language)) ?? worded("key", said);
  };
  const called = (prefix: string) => (name: string) => {
    const kind = declared.get(name);
    return kind ? titleOf(kind, language) : worded(prefix, name);
  };
  return {
    key,
    telling: (name) => ({ say: (said) => key(name, said), language, schema: kinds.find((kind) => kind.name === name)?.schema }),
    kind: called("kind"),
    one: called("one"),
  };
}

/** What a schema calls a key, wherever it stands. */
function titleWithin(schema: Schema, key: string, language: string): string | undefined {
  const own = schema.properties?.[key];
  const title = own && schemaTitle(own, language);
  if (title !== undefined) return title;
  const inside = [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : [])];
  return inside.map((inner) => titleWithin(inner, key, language)).find((found) => found !== undefined);
}

/** A finding whose sentence calls a key as the schema of its kind does. */
export function withKeyWords(found: Finding, words: KindWords): Finding {
  const { key } = found.params ?? {};
  const word = typeof key === "string" ? words.key(found.path.split("/")[0] ?? "", key) : "";
  return typeof key !== "string" || word === key ? found : { ...found, message: found.message.replaceAll(`“${key}”`, `“${word}”`), params: { ...found.params, key: "" } };
}
