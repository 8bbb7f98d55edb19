import { useQueries, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { bodiesOf, draftsQuery, itemQuery, textOf, titleOf, type Body, type Draft, type Item } from "../api";
import { useItems } from "../items";
import { everyPart, inserted, keyOf, partsIn } from "../layout/parts";
import { amendDraft } from "../useDraft";

/** A page layout of an object, as one's draft or else what is published says. */
export interface FieldPage {
  name: string;
  title: string;
  item: Body;
  published: Item | null;
  draft: Draft | null;
}

export interface FieldPages {
  pending: boolean;
  pages: readonly FieldPage[];
  /** Draft a change of pages: of all of them, or of the one that is named. */
  amend: (change: (layout: Body) => Body, name?: string) => void;
}

const DETAILS: Body = { name: "details", label: { en: "Details", zh: "详细信息" } };

export const showsField = (layout: Body, field: string): boolean => everyPart(layout, "field").some((part) => keyOf("field", part) === field);

/** The layout with a field at the end of its first section, which it gets where it has none. */
export function withField(layout: Body, field: string): Body {
  if (showsField(layout, field)) return layout;
  const tabbed = partsIn(layout, "tab", []).length > 0 ? layout : inserted(layout, { kind: "tab", path: [0] }, DETAILS).layout;
  const tab = Math.max(0, partsIn(tabbed, "tab", []).findIndex((each) => bodiesOf(each["sections"]).length > 0));
  const whole = partsIn(tabbed, "section", [tab]).length > 0 ? tabbed : inserted(tabbed, { kind: "section", path: [tab, 0] }, { ...DETAILS, fields: [] }).layout;
  return inserted(whole, { kind: "field", path: [tab, 0, partsIn(whole, "field", [tab, 0]).length] }, { field }).layout;
}

/** The layout without fields, wherever it shows them. */
export const withoutFields = (layout: Body, gone: ReadonlySet<string>): Body =>
  withFields(layout, (fields) => fields.filter((part) => !gone.has(keyOf("field", part))));

/** The layout after a field that is nowhere but in drafts got another name. */
export const withFieldNamed = (layout: Body, from: string, to: string): Body =>
  withFields(layout, (fields) => fields.map((part) => (keyOf("field", part) === from ? { ...part, field: to } : part)));

function withFields(layout: Body, change: (fields: readonly Body[]) => readonly Body[]): Body {
  const inside = (body: Body, key: string, each: (inner: Body) => Body): Body => (body[key] === undefined ? body : { ...body, [key]: bodiesOf(body[key]).map(each) });
  return inside(layout, "tabs", (tab) => inside(tab, "sections", (section) => ({ ...section, fields: change(bodiesOf(section["fields"])) })));
}

/** The fields that an object has in a draft alone. */
export function freshFields(item: Body | null | undefined, published: Body | null): ReadonlySet<string> {
  const known = new Set(bodiesOf(published?.["fields"]).map((field) => field["name"]));
  return new Set(bodiesOf(item?.["fields"]).filter((field) => !known.has(field["name"])).map((field) => textOf(field["name"])));
}

/** The pages that can show the fields of an object. */
export function useFieldPages(object: string): FieldPages {
  const { i18n } = useTranslation();
  const client = useQueryClient();
  const { items, pending } = useItems("layout");
  const drafts = useQuery(draftsQuery()).data ?? [];
  const mine = items.filter((item) => item.object === object);
  const read = useQueries({ queries: mine.map(({ name }) => itemQuery("layout", name)) });
  const pages = mine.flatMap((layout, at): FieldPage[] => {
    const draft = drafts.find((each) => each.kind === "layout" && each.name === layout.name) ?? null;
    const published = read[at]?.data ?? null;
    const item = draft === null ? published?.body : draft.item;
    return item ? [{ name: layout.name, title: titleOf(layout, i18n.language), item, published, draft }] : [];
  });
  return {
    pages, pending: pending || read.some(({ isPending }) => isPending),
    amend: (change, name) => pages.filter((page) => name === undefined || page.name === name).forEach((page) => amend(client, page, change)),
  };
}

/** Take fields that go with the draft of an object from the drafts of its pages; return the names of those pages. */
export async function takeFromPages(client: QueryClient, object: string): Promise<readonly string[]> {
  const drafts = await client.ensureQueryData(draftsQuery());
  const published = await client.ensureQueryData(itemQuery("object", object));
  if (published === null) return []; // its pages are for nothing without it, and the plan says so
  const gone = freshFields(drafts.find(({ kind, name }) => kind === "object" && name === object)?.item, published.body);
  const taken: string[] = [];
  for (const draft of drafts) {
    if (draft.kind !== "layout" || draft.item === null || draft.item["object"] !== object) continue;
    const layout = await client.ensureQueryData(itemQuery("layout", draft.name));
    if (amend(client, { item: draft.item, published: layout, draft }, (page) => withoutFields(page, gone))) taken.push(draft.name);
  }
  return taken;
}

function amend(client: QueryClient, page: Pick<FieldPage, "item" | "published" | "draft">, change: (layout: Body) => Body): boolean {
  const next = change(page.item);
  const differs = JSON.stringify(next) !== JSON.stringify(page.item);
  if (differs) amendDraft(client, page.published, page.draft, next);
  return differs;
}
