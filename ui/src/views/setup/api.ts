import { queryOptions, type QueryClient } from "@tanstack/react-query";

import { ask } from "../../core/client";
import { DESCRIBED } from "../../core/metadata";
import { Problem } from "../../core/problem";
import type { Told } from "../../core/told";
import type { Schema } from "./schema";
import type { WordedItem } from "./texts/texts";

/** A value of a document. */
export type Json = string | number | boolean | null | readonly Json[] | Body;
export interface Body {
  readonly [key: string]: Json | undefined;
}

export interface ItemSummary {
  kind: string;
  name: string;
  package: string;
  label: Label | null;
  object: string | null;
}

export interface Label extends Body {
  readonly en?: string;
  readonly zh?: string;
}

/** An item as it is published. */
export interface Item {
  kind: string;
  name: string;
  package: string;
  digest: string;
  body: Body;
  layers: readonly { package: string; body: Body }[];
}

export type DraftState = "changed" | "same" | "conflict";

export interface Draft {
  kind: string;
  name: string;
  item: Body | null;
  base: string | null;
  state: DraftState;
}

export interface Finding {
  code: string;
  severity: "error" | "warning";
  path: string;
  /** Where it is written, of what comes from files. */
  file?: string | null;
  line?: number | null;
  message: string;
  fix: string | null;
  /** The values of the words of the message. */
  params?: Readonly<Record<string, unknown>>;
}

export type Effect = Told<"change">["effects"][number];

/** A record that an effect is about, with the value that it is about. */
export type Example = Effect["examples"][number];

export interface Change {
  action: "add" | "change" | "remove" | "rename" | "purge";
  kind: string;
  name: string;
  package: string;
  path: readonly string[];
  before: Json;
  after: Json;
  destructive: boolean;
  lock: { class: "none" | "rows" | "moment" | "writers"; message: string };
  effects: readonly Effect[];
}

export interface Plan {
  revision: number;
  plan_id: string;
  changes: readonly Change[];
  findings: readonly Finding[];
}

export interface DraftPlan extends Plan {
  drafts: readonly Omit<Draft, "item">[];
}

/** A kind of metadata; one that a package declares bears the name and labels of both. */
export interface KindDescription {
  name: string;
  folder: string;
  schema: Schema;
  package: string | null;
  label?: Label;
  package_label?: Label;
}

export interface Vocabulary {
  kinds: readonly KindDescription[];
  field_types: readonly { name: string; keys: readonly string[]; needed: readonly string[] }[];
  functions: readonly { name: string; signatures: readonly string[]; meaning: string }[];
  /** What objects may have. */
  features: readonly { name: string; label: string }[];
}

export type Use = Told<"use">;

export interface Revision {
  number: number;
  at: string;
  author: string | null;
  message: string;
  changes: readonly { package: string; kind: string; name: string; before?: Body | null; after?: Body | null }[];
}

/** A revision with what differs, as a plan tells it. */
export interface RevisionTold extends Revision {
  differences: readonly Change[];
}

export interface FormulaCheck {
  type: string | null;
  names: readonly string[];
  children: readonly string[];
  /** What people call the names. */
  labels: Readonly<Record<string, string>>;
  problems: readonly { message: string; start: number; end: number }[];
}

export interface Tried {
  value: Json;
  /** Why nothing can be told. */
  message: string | null;
}

export type Comparison = Told<"compared_roles">;
export type ComparedObject = Comparison["objects"][number];

/** What only the one and only the other has. */
export type Sides = Comparison["system"];

/** A field in the dictionary of all of them. */
export type DictionaryEntry = Told<"dictionary_entry">;
export type Hint = Told<"hint">;

export interface Explanation {
  allowed: boolean;
  masked: boolean;
  message: string;
  steps: readonly { place: string; effect: "allow" | "deny" | "none"; code: string; params: Body; message: string }[];
}

/** Everything that moves with the drafts stands under this key. */
export const DRAFTING = "drafting";

const data = <T>(path: string, query = {}, signal?: AbortSignal) =>
  ask<{ data: T }>(path, { query, ...(signal && { signal }) }).then((answer) => answer.data);

/** An answer, or null where there is no such thing. */
const perhaps = <T>(answer: Promise<T>): Promise<T | null> =>
  answer.catch((cause: unknown) => {
    if (cause instanceof Problem && cause.status === 404) return null;
    throw cause;
  });

export const itemsQuery = () =>
  queryOptions({ queryKey: [DESCRIBED, "items"], queryFn: ({ signal }) => data<ItemSummary[]>("metadata", {}, signal) });

/** One item as it is published, or null; one that is only a draft is not asked for. */
export const itemQuery = (kind: string, name: string) =>
  queryOptions({
    queryKey: [DESCRIBED, "item", kind, name],
    queryFn: async ({ signal, client }) => (await isPublished(client, kind, name) ? perhaps(data<Item>(`metadata/${kind}/${name}`, {}, signal)) : null),
  });

export const usesQuery = (kind: string, name: string, part?: string) =>
  queryOptions({
    queryKey: [DESCRIBED, "uses", kind, name, part],
    queryFn: async ({ signal, client }) => (await isPublished(client, kind, name) ? perhaps(data<Use[]>(`metadata/${kind}/${name}/uses`, { part }, signal)) : null),
  });

// What was just published is among the items, and what is gone is not, only once those are read anew: the marked list is
// waited for, and once more where reading it was broken off by another mark, which gives back the list of before.
async function isPublished(client: QueryClient, kind: string, name: string): Promise<boolean> {
  let items: readonly ItemSummary[];
  do items = await client.fetchQuery({ ...itemsQuery(), staleTime: Infinity });
  while (client.getQueryState(itemsQuery().queryKey)?.isInvalidated === true);
  return items.some((item) => item.kind === kind && item.name === name);
}

/** Whether an item is there, published or as one's own draft, when its answer is on its way; it may go while one looks. */
export async function isThere(client: QueryClient, kind: string, name: string): Promise<boolean> {
  let drafts: readonly Draft[];
  do drafts = await client.fetchQuery({ ...draftsQuery(), staleTime: Infinity });
  while (client.getQueryState(draftsQuery().queryKey)?.isInvalidated === true);
  const draft = drafts.find((each) => each.kind === kind && each.name === name);
  return draft === undefined ? isPublished(client, kind, name) : draft.item !== null;
}

/** Read anew what a change of metadata made old: first what there is, then the drafts, so that an item is always one of both. */
export async function readAnew(client: QueryClient): Promise<void> {
  const going = { cancelRefetch: false }; // what the answer of the change set going is new enough
  await client.refetchQueries({ queryKey: itemsQuery().queryKey }, going); // whether a new item is there is asked of them
  await client.invalidateQueries({ queryKey: [DESCRIBED] }, going);
  await draftsAnew(client);
}

/** Read drafts anew with all that follows from them. A first answer that is still on its way is of drafts of before, and would be taken for the new one. */
export async function draftsAnew(client: QueryClient): Promise<void> {
  await client.cancelQueries({ queryKey: [DRAFTING] });
  await client.invalidateQueries({ queryKey: [DRAFTING] });
}

export const vocabularyQuery = () =>
  queryOptions({
    queryKey: [DESCRIBED, "vocabulary"], staleTime: Infinity,
    queryFn: ({ signal }) => ask<Vocabulary>("metadata/vocabulary", { signal }),
  });

/** One's drafts as the server holds them, whatever is shown of them already. */
export const draftsKept = (signal?: AbortSignal) => data<Draft[]>("metadata/drafts", {}, signal);

export const draftsQuery = () => queryOptions({ queryKey: [DRAFTING, "all"], queryFn: ({ signal }) => draftsKept(signal) });

/** What publishing does, when values of the named fields that do not fit a new type become blank. */
export const planQuery = (blank: readonly string[] = []) =>
  queryOptions({
    queryKey: blank.length > 0 ? [DRAFTING, "plan", ...blank] : [DRAFTING, "plan"],
    queryFn: ({ signal }) => ask<DraftPlan>("metadata/drafts/plan", { signal, query: blank.length > 0 ? { blank: blank.join(",") } : {} }),
  });

export const revisionsQuery = (item?: { kind: string; name: string }) =>
  queryOptions({
    queryKey: [DESCRIBED, "revisions", item?.kind, item?.name],
    queryFn: ({ signal }) => data<Revision[]>("metadata/revisions", { limit: 100, ...item }, signal),
  });

export const revisionQuery = (number: number, language: string) =>
  queryOptions({ queryKey: ["revision", number, language], staleTime: Infinity, queryFn: ({ signal }) => data<RevisionTold>(`metadata/revisions/${number}`, {}, signal) });

export const keepDraft = (kind: string, name: string, item: Body | null, base: string | null) =>
  ask<{ data: Draft }>(`metadata/drafts/${kind}/${name}`, { method: "PUT", body: { item, base } }).then((answer) => answer.data);

export const discardDraft = (kind: string, name: string) => ask<void>(`metadata/drafts/${kind}/${name}`, { method: "DELETE" });
export const discardDrafts = () => ask<void>("metadata/drafts", { method: "DELETE" });

export const publishDrafts = (plan_id: string, message: string, blank: readonly string[]) =>
  ask<{ revision: number; copying: readonly string[] }>("metadata/drafts/publish", { method: "POST", body: { plan_id, message, blank } });

export interface Undoing {
  kind?: string;
  name?: string;
}

export const planUndo = (number: number, item: Undoing, blank: readonly string[]) =>
  ask<Plan>(`metadata/revisions/${number}/rollback`, { method: "POST", body: { ...item, blank, plan: true } });
export const undo = (number: number, item: Undoing, blank: readonly string[]) =>
  ask<{ revision: number; copying: readonly string[] }>(`metadata/revisions/${number}/rollback`, { method: "POST", body: { ...item, blank } });

/** The names for formulas and the API that labels suggest, Chinese as pinyin. */
export const suggestNames = async (labels: readonly string[], signal?: AbortSignal) =>
  (await ask<{ data: readonly string[] }>("metadata/names", { method: "POST", body: { labels }, ...(signal && { signal }) })).data;

export const checkFormula = (object: string, formula: string, prefix: string, signal: AbortSignal) =>
  ask<FormulaCheck>("metadata/formula", { method: "POST", body: { object, formula, prefix }, signal });

/** What a formula gives on a record; nothing while it is not right. */
export const tryFormula = (object: string, formula: string, id: string, signal: AbortSignal) =>
  ask<FormulaCheck & { tried?: Tried }>("metadata/formula", { method: "POST", body: { object, formula, id }, signal });

export const compareQuery = (left: string, right: string, language: string) =>
  queryOptions({ queryKey: [DRAFTING, "compare", left, right, language], queryFn: ({ signal }) => data<Comparison>("access/roles/compare", { left, right }, signal) });

export const dictionaryQuery = () =>
  queryOptions({ queryKey: [DESCRIBED, "dictionary"], queryFn: ({ signal }) => data<DictionaryEntry[]>("metadata/dictionary", {}, signal) });

/** Every text that people read, one's drafts among them, with what translations into a language say of it. */
export const textsQuery = (language: string) =>
  queryOptions({ queryKey: [DESCRIBED, "texts", language], staleTime: 0, queryFn: ({ signal }) => data<WordedItem[]>("metadata/texts", { language }, signal) });

export const hintsQuery = (language: string) =>
  queryOptions({ queryKey: [DESCRIBED, "hints", language], queryFn: ({ signal }) => data<Hint[]>("metadata/hints", {}, signal) });

export const explainAccess = (query: Readonly<Record<string, string | undefined>>, signal: AbortSignal) =>
  ask<Explanation>("access/explain", { query, signal });

/** What people call an item: its label in the language of the pages, else its name. */
export const titleOf = (item: { name: string; label?: Label | null }, language: string): string =>
  (language === "zh" ? item.label?.zh ?? item.label?.en : item.label?.en ?? item.label?.zh) ?? item.name;

export const labelOf = (body: Body | null | undefined): Label | null => {
  const label = body?.["label"];
  return isBody(label) ? label : null;
};

export const isBody = (value: Json | undefined): value is Body => typeof value === "object" && value !== null && !Array.isArray(value);
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
export const bodiesOf = (value: Json | undefined): readonly Body[] => (isList(value) ? value.filter(isBody) : []);
export const textOf = (value: Json | undefined): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");
export const textsOf = (value: Json | undefined): string[] => (isList(value) ? value.filter((each) => typeof each === "string") : []);
