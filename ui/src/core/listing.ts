import { findingFormula } from "./finding";
import { fieldOf, type FieldMeta, type ObjectMeta } from "./metadata";
import type { Operator } from "./operator";
import type { Value } from "./records";

/** One condition of a filter, as the builder shows it. */
export interface Condition {
  field: string;
  operator: string;
  value: Value;
}

export interface SortKey {
  field: string;
  descending: boolean;
}

export interface ColumnChoice {
  field: string;
  width: number | null;
}

/** All that the address of a list says. */
export interface Listing {
  mode: "list" | "board";
  by: string | null;
  find: string;
  conditions: readonly Condition[];
  formula: string;
  sort: readonly SortKey[];
  /** Null: the columns that the object shows unless told. */
  columns: readonly ColumnChoice[] | null;
}

const isCondition = (item: unknown): item is Condition =>
  typeof item === "object" && item !== null && "field" in item && "operator" in item &&
  typeof item.field === "string" && typeof item.operator === "string";

function conditionsOf(text: string | null): readonly Condition[] {
  if (text === null) return [];
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read.filter(isCondition) : [];
  } catch (cause) {
    if (cause instanceof SyntaxError) return []; // an address that somebody cut
    throw cause;
  }
}

const names = (text: string | null) => (text ?? "").split(",").filter((name) => name !== "");

function columnOf(text: string): ColumnChoice {
  const [field = "", width] = text.split(":");
  const read = Number(width);
  return { field, width: Number.isFinite(read) && read > 0 ? read : null };
}

/** Read what an address says of a list. */
export function listingOf(search: URLSearchParams): Listing {
  const columns = names(search.get("columns")).map(columnOf);
  return {
    mode: search.get("as") === "board" ? "board" : "list",
    by: search.get("by"),
    find: search.get("q") ?? "",
    conditions: conditionsOf(search.get("where")),
    formula: search.get("filter") ?? "",
    sort: names(search.get("sort")).map((name) => ({ field: name.replace(/^-/, ""), descending: name.startsWith("-") })),
    columns: columns.length > 0 ? columns : null,
  };
}

const sortText = (sort: readonly SortKey[]) => sort.map(({ field, descending }) => (descending ? "-" : "") + field);

/** Write the address of a list; what is as usual is left out. */
export function searchOf(listing: Listing): URLSearchParams {
  const columns = listing.columns?.map(({ field, width }) => (width === null ? field : `${field}:${Math.round(width)}`));
  const parts: readonly [string, string][] = [
    ["as", listing.mode === "board" ? "board" : ""],
    ["by", listing.by ?? ""],
    ["q", listing.find],
    ["where", listing.conditions.length > 0 ? JSON.stringify(listing.conditions) : ""],
    ["filter", listing.formula],
    ["sort", sortText(listing.sort).join(",")],
    ["columns", columns?.join(",") ?? ""],
  ];
  return new URLSearchParams(parts.filter(([, value]) => value !== ""));
}

export type OperatorsOf = (field: FieldMeta) => readonly Operator[];

/** Write the conditions as one formula; those that are not whole yet do not count. */
export function writtenFormula(object: ObjectMeta, conditions: readonly Condition[], operatorsOf: OperatorsOf): string {
  const parts = conditions.flatMap((condition) => {
    const field = fieldOf(object, condition.field);
    const operator = field && operatorsOf(field).find(({ name }) => name === condition.operator);
    return operator?.write(condition.field, condition.value) ?? [];
  });
  return parts.join(" AND ");
}

/** The whole filter: what was built, what was written by hand, and what is looked for. */
export function filterOf(object: ObjectMeta, listing: Listing, operatorsOf: OperatorsOf): string | null {
  const found = listing.find === "" ? null : findingFormula(object, listing.find);
  const parts = [writtenFormula(object, listing.conditions, operatorsOf), listing.formula, found ?? ""].filter((part) => part.trim() !== "");
  return parts.length === 0 ? null : parts.length === 1 ? (parts[0] ?? null) : parts.map((part) => `(${part})`).join(" AND ");
}

export const sortOf = (listing: Listing): readonly string[] => sortText(listing.sort);

const USUAL_COLUMNS = 7;

/** The columns that are shown, in their order; a field that may not be seen has none. */
export function columnsOf(object: ObjectMeta, listing: Listing): readonly { field: FieldMeta; width: number | null }[] {
  if (listing.columns !== null) {
    return listing.columns.flatMap(({ field: name, width }) => {
      const field = fieldOf(object, name);
      return field ? [{ field, width }] : [];
    });
  }
  const own = object.fields.filter((field) => !field.system && field.name !== object.name_field && field.sortable);
  const name = object.name_field === null ? undefined : fieldOf(object, object.name_field);
  return [...(name ? [name] : []), ...own].slice(0, USUAL_COLUMNS).map((field) => ({ field, width: null }));
}

/** Sort by a field next: up, down, not; with `also`, beside what the list is sorted by already. */
export function sortedNext(sort: readonly SortKey[], field: string, also: boolean): readonly SortKey[] {
  const known = sort.find((key) => key.field === field);
  const next: readonly SortKey[] = known === undefined ? [{ field, descending: false }] : known.descending ? [] : [{ field, descending: true }];
  if (!also) return next;
  return known === undefined ? [...sort, ...next] : sort.flatMap((key) => (key.field === field ? next : [key]));
}
