import { fieldOf, type FieldMeta, type ObjectMeta, type ViewType } from "./metadata";
import type { Operator } from "./operator";
import type { Value } from "./records";
import { ROLES, VIEW_TYPES, type Role } from "./roles";

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

/** All that the address of a list says; what is null is as its view has it. */
export interface Listing {
  view: string | null;
  mode: ViewType | null;
  /** The field that rows or cards are grouped by; `-` for none. */
  by: string | null;
  /** The fields by which records are laid out otherwise than the view has it; `-` for none. */
  roles: Readonly<Partial<Record<Role, string>>>;
  /** Where one looks: a day or a place, and how much is seen at once. */
  at: string | null;
  scale: string | null;
  find: string;
  conditions: readonly Condition[];
  formula: string;
  sort: readonly SortKey[] | null;
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

/** Read columns as an address has them; null where it names none. */
export function columnsOf(text: string | null): readonly ColumnChoice[] | null {
  const columns = names(text).map(columnOf);
  return columns.length > 0 ? columns : null;
}

export const columnsText = (columns: readonly ColumnChoice[] | null): string =>
  (columns ?? []).map(({ field, width }) => (width === null ? field : `${field}:${Math.round(width)}`)).join(",");

/** The keys of an order as the API, views and addresses write them. */
export const sortText = (sort: readonly SortKey[]): readonly string[] => sort.map(({ field, descending }) => (descending ? "-" : "") + field);

export const sortKey = (text: string): SortKey => ({ field: text.replace(/^-/, ""), descending: text.startsWith("-") });

const modeOf = (text: string | null) => VIEW_TYPES.find((type) => type === text) ?? null;

const rolesIn = (search: URLSearchParams): Listing["roles"] =>
  Object.fromEntries(ROLES.flatMap((role) => (search.get(role) ? [[role, search.get(role) ?? ""]] : [])));

/** Read what an address says of a list. */
export function listingOf(search: URLSearchParams): Listing {
  const sort = names(search.get("sort")).map(sortKey);
  return {
    view: search.get("view"),
    mode: modeOf(search.get("as")),
    by: search.get("by"),
    roles: rolesIn(search),
    at: search.get("at"),
    scale: search.get("scale"),
    find: search.get("q") ?? "",
    conditions: conditionsOf(search.get("where")),
    formula: search.get("filter") ?? "",
    sort: sort.length > 0 ? sort : null,
    columns: columnsOf(search.get("columns")),
  };
}

/** Write the address of a list; what is as its view has it is left out. */
export function searchOf(listing: Listing): URLSearchParams {
  const parts: readonly [string, string][] = [
    ["view", listing.view ?? ""],
    ["as", listing.mode ?? ""],
    ["by", listing.by ?? ""],
    ...ROLES.map((role): [string, string] => [role, listing.roles[role] ?? ""]),
    ["at", listing.at ?? ""],
    ["scale", listing.scale ?? ""],
    ["q", listing.find],
    ["where", listing.conditions.length > 0 ? JSON.stringify(listing.conditions) : ""],
    ["filter", listing.formula],
    ["sort", sortText(listing.sort ?? []).join(",")],
    ["columns", columnsText(listing.columns)],
  ];
  return new URLSearchParams(parts.filter(([, value]) => value !== ""));
}

/** The address of a list without what is said over its view. */
export const untouched = (listing: Listing): Listing => ({ ...listingOf(new URLSearchParams()), view: listing.view, find: listing.find });

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

/** The whole filter: what was built and what was written by hand. */
export function filterOf(object: ObjectMeta, listing: Listing, operatorsOf: OperatorsOf): string | null {
  const parts = [writtenFormula(object, listing.conditions, operatorsOf), listing.formula].filter((part) => part.trim() !== "");
  return parts.length === 0 ? null : parts.length === 1 ? (parts[0] ?? null) : parts.map((part) => `(${part})`).join(" AND ");
}

/** Sort by a field next: up, down, as usual; with `also`, beside what the list is sorted by already. */
export function sortedNext(sort: readonly SortKey[], field: string, also: boolean, usual: readonly SortKey[] = []): readonly SortKey[] | null {
  const known = sort.find((key) => key.field === field);
  const up = { field, descending: false };
  const around = usual.some((key) => key.field === field && key.descending) ? [up] : [];
  const next = known === undefined ? [up] : known.descending ? around : [{ field, descending: true }];
  const whole = !also ? next : known === undefined ? [...sort, ...next] : sort.flatMap((key) => (key.field === field ? next : [key]));
  return whole.length > 0 ? whole : null;
}

/** Whether the list is narrowed by more than its view, and what takes that away. */
export const isNarrowed = ({ find, conditions, formula }: Listing): boolean => find !== "" || conditions.length > 0 || formula !== "";
export const UNNARROWED: Pick<Listing, "find" | "conditions" | "formula"> = { find: "", conditions: [], formula: "" };
