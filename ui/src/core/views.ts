import { queryOptions, type QueryClient } from "@tanstack/react-query";

import { filterOf, sortKey, type ColumnChoice, type Listing, type OperatorsOf, type SortKey } from "./listing";
import { DESCRIBED, fieldOf, objectQuery, type FieldMeta, type ObjectMeta, type View, type ViewType } from "./metadata";
import type { Narrowing, Value } from "./records";
import { rolesOf, type Fits, type Roles } from "./roles";

export interface Column {
  field: FieldMeta;
  width: number | null;
}

/** What a list shows: a view of the object, and over it what the address says. */
export interface Shown {
  view: View;
  mode: ViewType;
  columns: readonly Column[];
  /** Which records: what the view and the address say, and the words looked for. */
  narrowing: Narrowing;
  sort: readonly SortKey[];
  group: FieldMeta | null;
  roles: Roles;
  summaries: View["summaries"];
  /** Whether the address, or what is remembered here, says other than the view. */
  changed: boolean;
}

/** What the types of fields know: how a field is compared, and what it can be to a view. */
export interface Knowing {
  operatorsOf: OperatorsOf;
  fits: Fits;
}

/** The view that a list is of: the named one, else the one that opens first; undefined where there is none of that name. */
export const viewOf = (object: ObjectMeta, name: string | null): View | undefined =>
  name === null ? object.views[0] : object.views.find((view) => view.name === name);

/** Lay what the address says over the view; `paths` are the fields that its columns reach through references. */
export function shownOf(
  object: ObjectMeta, view: View, listing: Listing, remembered: readonly ColumnChoice[] | null, paths: ReadonlyMap<string, FieldMeta>, { operatorsOf, fits }: Knowing,
): Shown {
  const choices = listing.columns ?? remembered;
  const labels = new Map(view.columns.map(({ field, label }) => [field, label]));
  const columns = (choices ?? view.columns).flatMap(({ field: name, width }): Column[] => {
    const field = fieldOf(object, name) ?? paths.get(name);
    return field ? [{ field: { ...field, label: labels.get(name) ?? field.label }, width }] : [];
  });
  const own = filterOf(object, listing, operatorsOf);
  const filter = view.filter === null ? own : own === null ? view.filter : `(${view.filter}) AND (${own})`;
  const by = listing.by ?? view.group ?? "";
  const mode = listing.mode ?? view.type;
  return {
    view, columns, mode,
    narrowing: { filter, search: listing.find.trim() || null },
    sort: (listing.sort ?? view.sort.map(sortKey)).filter(({ field }) => fieldOf(object, rootOf(field)) !== undefined),
    group: fieldOf(object, by) ?? null,
    roles: rolesOf(object, view, listing, mode, fits),
    summaries: view.summaries,
    changed: choices !== null || listing.sort !== null || listing.by !== null || listing.mode !== null || Object.keys(listing.roles).length > 0 || listing.conditions.length > 0 || listing.formula !== "",
  };
}

const rootOf = (path: string): string => path.split(".")[0] ?? path;

/** The paths through references among the columns. */
export const pathsOf = (view: View, choices: readonly ColumnChoice[] | null): readonly string[] =>
  (choices ?? view.columns).map(({ field }) => field).filter((name) => name.includes("."));

/** The fields at the ends of paths, read from the descriptions of the objects on the way. */
export const pathsQuery = (client: QueryClient, object: ObjectMeta, paths: readonly string[]) =>
  queryOptions({
    queryKey: [DESCRIBED, "paths", object.name, paths],
    staleTime: Infinity,
    queryFn: async (): Promise<ReadonlyMap<string, FieldMeta>> => {
      const ends = await Promise.all(paths.map((path) => endOf(client, object, path)));
      return new Map(ends.flatMap((field) => (field ? [[field.name, field] as const] : [])));
    },
  });

async function endOf(client: QueryClient, object: ObjectMeta, path: string): Promise<FieldMeta | null> {
  let at: ObjectMeta = object;
  const labels: string[] = [];
  const steps = path.split(".");
  for (const [index, step] of steps.entries()) {
    const field = fieldOf(at, step);
    if (field === undefined) return null;
    labels.push(field.label);
    if (index === steps.length - 1) return { ...field, name: path, label: labels.join(" · "), writable: false };
    if (field.to === undefined) return null;
    at = await client.fetchQuery(objectQuery(field.to));
  }
  return null;
}

/** The value at a field of a row, or at the end of a path through what the row names. */
export function valueAt(row: { readonly [name: string]: Value }, path: string): Value {
  return path.split(".").reduce<Value>((value, step) => (isHolder(value) ? value[step] : null), row as Value);
}

const isHolder = (value: Value): value is { id: string; [name: string]: Value } => typeof value === "object" && value !== null && !Array.isArray(value);
