import { ask } from "./client";
import type { FieldMeta } from "./metadata";
import type { Told } from "./told";
import type { ProblemEntry } from "./problem";

/** A record that another one names. */
export interface Reference {
  id: string;
  [name: string]: Value;
}

/** A value as the API writes it. */
export type Value = string | number | boolean | null | undefined | Reference | readonly Value[];

export interface RecordRow {
  readonly id: string;
  readonly version?: number;
  readonly [field: string]: Value;
}

export interface RecordPage {
  data: RecordRow[];
  page: { next: string | null };
  count: number | null;
  count_capped: boolean;
}

/** Which records are asked for: a formula that is true of them, and words that they hold. */
export interface Narrowing {
  filter: string | null;
  search: string | null;
}

/** A narrowing by another condition too. */
export const narrowedBy = ({ filter, search }: Narrowing, condition: string): Narrowing =>
  ({ filter: filter === null ? condition : `(${filter}) AND (${condition})`, search });

export interface RecordQuery extends Partial<Narrowing> {
  fields: readonly string[];
  sort?: readonly string[];
  limit?: number;
  cursor?: string | null;
  skip?: number;
  count?: "none" | "capped" | "exact";
}

/** A record as it was saved, and what the server warns of though it did. */
export interface Saved {
  data: RecordRow;
  warnings?: readonly ProblemEntry[];
}

type AggregateBody = Told<"aggregate">;
type BatchAnswer = Told<"batch">;

/** The key below which everything read of records is kept. */
export const ALL_RECORDS = ["records"] as const;

/** The key below which everything read of an object's records is kept. */
export const recordsKey = (object: string) => [...ALL_RECORDS, object] as const;

/** The key below which a record is kept as its page shows it. */
export const recordKey = (object: string, id: string) => [...recordsKey(object), "one", id] as const;

const MOST_IN_A_PAGE = 200;

/** A field as sums of it are shown: they are in the currency of the workspace, whatever that of each record is. */
export const inOneCurrency = (field: FieldMeta): FieldMeta => ({ ...field, currency: { code: field.currency?.sums ?? field.currency?.code ?? null } });

/** The path to the currency of an amount, beside it; null where there is none to read. */
export function currencyPath(field: FieldMeta): string | null {
  const beside = field.currency?.field;
  return beside ? `${field.name.slice(0, field.name.lastIndexOf(".") + 1)}${beside}` : null;
}

/** The reference that a value is, if it is one. */
export function referenceOf(value: Value): Reference | null {
  return typeof value === "object" && value !== null && "id" in value ? value : null;
}

export const listRecords = (object: string, query: RecordQuery, signal?: AbortSignal) =>
  ask<RecordPage>(`records/${object}/query`, { method: "POST", body: query, ...(signal && { signal }) });

/** The rows of a question, page after page up to a number of them, and whether there are more. */
export async function readRows(object: string, query: RecordQuery, most: number, signal?: AbortSignal): Promise<{ data: RecordRow[]; more: boolean }> {
  const data: RecordRow[] = [];
  let cursor: string | null = null;
  do {
    const page: RecordPage = await listRecords(object, { ...query, limit: Math.min(MOST_IN_A_PAGE, most - data.length), ...(cursor !== null && { cursor }) }, signal);
    data.push(...page.data);
    cursor = page.page.next;
  } while (cursor !== null && data.length < most);
  return { data, more: cursor !== null };
}

export const countRecords = (object: string, filter: string | null, signal?: AbortSignal) =>
  ask<{ count: number; count_capped: boolean }>(`records/${object}/count`, {
    method: "POST", body: { filter, count: "capped" }, ...(signal && { signal }),
  });

export const aggregateRecords = (object: string, body: AggregateBody, signal?: AbortSignal) =>
  ask<{ data: Record<string, Value>[] }>(`aggregate/${object}`, { method: "POST", body, ...(signal && { signal }) });

export const readRecord = (object: string, id: string, fields: readonly string[], signal?: AbortSignal) =>
  ask<{ data: RecordRow }>(`records/${object}/${id}`, { query: { fields: fields.join(",") }, ...(signal && { signal }) });

/** Read a record and which rights the caller has on it, which may be fewer than those on its object. */
export const readWithRights = (object: string, id: string, fields: readonly string[], signal?: AbortSignal) =>
  ask<{ data: RecordRow; rights: readonly string[] }>(`records/${object}/${id}`, { query: { fields: fields.join(","), rights: "true" }, ...(signal && { signal }) });

/** Change fields of one record; with a version, only when nobody saved another one meanwhile. */
export const changeRecord = (object: string, id: string, changes: Readonly<Record<string, unknown>>, version?: number) =>
  ask<Saved>(`records/${object}/${id}`, {
    method: "PATCH", body: changes, ...(version !== undefined && { headers: { "If-Match": `"${version}"` } }),
  });

/** Ask what a save would come to, of a new record where there is no id; nothing is kept. */
export const tryRecord = (object: string, id: string | null, values: Readonly<Record<string, unknown>>, signal?: AbortSignal) =>
  ask<Saved>(id === null ? `records/${object}` : `records/${object}/${id}`, {
    method: id === null ? "POST" : "PATCH", query: { dry_run: "true" }, body: values, ...(signal && { signal }),
  });

export const createRecord = (object: string, values: Readonly<Record<string, unknown>>, key: string) =>
  ask<Saved>(`records/${object}`, { method: "POST", body: values, headers: { "Idempotency-Key": key } });

/** Change many records, each by its id; what is refused is told row by row. */
export const changeRecords = (object: string, records: readonly Readonly<Record<string, unknown>>[]) =>
  ask<BatchAnswer>(`records/${object}`, { method: "PATCH", body: { records, mode: "partial" } });

export const deleteRecord = (object: string, id: string) => ask<void>(`records/${object}/${id}`, { method: "DELETE" });

export const restoreRecord = (object: string, id: string) =>
  ask<{ data: RecordRow }>(`records/${object}/${id}/restore`, { method: "POST", body: {} });

/** A value as the API takes it: a reference by its id. */
export const writtenValue = (value: Value): Value => referenceOf(value)?.id ?? value ?? null;
