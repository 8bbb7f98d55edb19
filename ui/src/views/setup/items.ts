import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { bodiesOf, draftsQuery, isBody, itemsQuery, textOf, titleOf, type Body, type Draft, type Item, type ItemSummary, type Label } from "./api";

/** What a language is called in both languages; one that nobody knows by its code. */
const languageLabel = (code: string): Label => ({ en: NAMES.en.of(code) ?? code, zh: NAMES.zh.of(code) ?? code });
const NAMES = { en: new Intl.DisplayNames(["en"], { type: "language" }), zh: new Intl.DisplayNames(["zh"], { type: "language" }) };

/** What people call an item by its document: its label, the message of a rule, or the language of a translation. */
export const calledIn = (kind: string, body: Body | null | undefined): Label | null => {
  const language = kind === "translation" ? textOf(body?.["language"]) : "";
  if (LANGUAGE.test(language)) return languageLabel(language);
  const called = body?.[kind === "rule" ? "message" : "label"];
  return isBody(called) ? called : null;
};

/** How a code looks that names of languages can be asked for. */
const LANGUAGE = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/;

/** The fields of an object that packages brought: what is one's own says its type in one's own layer. */
export function foreignFields(item: Item | null): ReadonlySet<string> {
  if (item === null || item.package === "workspace") return new Set();
  const own = item.layers.filter((layer) => layer.package === "workspace").flatMap(({ body }) => bodiesOf(body["fields"])).filter((field) => field["type"] !== undefined).map((field) => textOf(field["name"]));
  return new Set(bodiesOf(item.body["fields"]).map((field) => textOf(field["name"])).filter((name) => !own.includes(name)));
}

/** The record types of an object that packages brought. */
export const foreignTypes = (item: Item | null): ReadonlySet<string> =>
  new Set((item?.layers ?? []).filter((layer) => layer.package !== "workspace").flatMap(({ body }) => bodiesOf(body["record_types"])).map((type) => textOf(type["name"])));

/** Kinds whose items have no label of their own, each being about one object. */
const OF_OBJECTS: ReadonlySet<string> = new Set(["sharing", "extension", "duplicate_rule", "assignment"]);

/** What an item says people call it, in one's draft or as it is published; one without labels is called as the object it is about. */
export function labelFrom(items: readonly ItemSummary[], drafts: readonly Draft[], kind: string, name: string): Label | null {
  const is = (one: { kind: string; name: string }) => one.kind === kind && one.name === name;
  const [draft, item] = [drafts.find(is), items.find(is)];
  const own = calledIn(kind, draft?.item) ?? item?.label ?? null;
  const object = textOf(draft?.item?.["object"]) || item?.object || (kind === "extension" ? name : "");
  return own ?? (OF_OBJECTS.has(kind) && object !== "" ? labelFrom(items, drafts, "object", object) : null);
}

const COLLATORS = { en: new Intl.Collator("en"), zh: new Intl.Collator("zh") };

/** Things in the order of what people call them; Chinese by its sound. */
export function byTitle<T extends { name: string }>(things: readonly T[], title: (thing: T) => string, language: string): T[] {
  const { compare } = COLLATORS[language === "zh" ? "zh" : "en"];
  return things.map((thing) => ({ thing, title: title(thing) })).sort((a, b) => compare(a.title, b.title) || compare(a.thing.name, b.thing.name)).map(({ thing }) => thing);
}

/** The items of a kind in the order of their titles: those that are published, and one's own drafts. */
export function useItems(kind: string): { items: readonly (ItemSummary & { drafted: boolean })[]; pending: boolean; error: unknown } {
  const { i18n } = useTranslation();
  const published = useQuery(itemsQuery());
  const drafts = useQuery(draftsQuery());
  const [all, mine] = [published.data ?? [], drafts.data ?? []];
  const known = all.filter((item) => item.kind === kind);
  const fresh = mine.filter((draft) => draft.kind === kind && draft.item !== null && !known.some(({ name }) => name === draft.name))
    .map(({ name, item }) => ({ kind, name, package: "workspace", label: null, object: textOf(item?.["object"]) || null }));
  const items = [...known, ...fresh].map((item) => ({
    ...item, label: labelFrom(all, mine, kind, item.name),
    drafted: mine.some((draft) => draft.kind === kind && draft.name === item.name && draft.state !== "same"),
  }));
  return { items: byTitle(items, (item) => titleOf(item, i18n.language), i18n.language), pending: published.isPending || drafts.isPending, error: published.error ?? drafts.error };
}
