import { ask, send } from "./client";
import { filterOf, sortText, type Listing, type OperatorsOf } from "./listing";
import type { ObjectMeta, ViewType } from "./metadata";
import { ROLES, TAKES, type Role } from "./roles";
import type { Shown } from "./views";

/** What a personal view is kept as. */
export interface ViewBody extends Readonly<Record<Role, string | null>> {
  type: ViewType;
  columns: readonly { field: string; width?: number }[];
  filter: string | null;
  sort: readonly string[];
  group: string | null;
  summaries: Shown["summaries"];
}

/** What is shown now, as a view; what is looked for by name is no part of it. */
export function bodyOf(object: ObjectMeta, shown: Shown, listing: Listing, group: string | null, operatorsOf: OperatorsOf): ViewBody {
  const takes = TAKES[shown.mode];
  const [start = null, end = null, parent = null, place = null] = ROLES.map((role) => (takes.includes(role) ? (shown.roles[role]?.name ?? null) : null));
  const own = filterOf(object, listing, operatorsOf);
  return {
    type: shown.mode, group: takes.includes("group") ? group : null, start, end, parent, place, summaries: shown.summaries, sort: sortText(shown.sort),
    columns: shown.columns.map(({ field, width }) => ({ field: field.name, ...(width !== null && { width: Math.round(width) }) })),
    filter: shown.view.filter === null ? own : own === null ? shown.view.filter : `(${shown.view.filter}) AND (${own})`,
  };
}

type Kept = Partial<ViewBody> & { label?: string; default?: boolean };

const path = (object: string, id?: string) => `views/${object}${id === undefined ? "" : `/${id}`}`;

/** Keep a new view of one's own and return its name. */
export const createView = (object: string, body: ViewBody & { label: string; default: boolean }) =>
  ask<{ data: { id: string } }>(path(object), { method: "POST", body }).then(({ data }) => data.id);

export const changeView = (object: string, id: string, body: Kept) => send(path(object, id), { method: "PATCH", body });

export const deleteView = (object: string, id: string) => send(path(object, id), { method: "DELETE" });
