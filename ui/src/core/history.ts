import { ask } from "./client";
import { recordsKey, type RecordRow, type Value } from "./records";

export interface Author {
  id: string | null;
  name: string | null;
}

export interface FieldChange {
  field: string;
  old: Value;
  new: Value;
}

/** What somebody changed at once. */
export interface Changed {
  at: string;
  by: Author;
  changes: readonly FieldChange[];
}

export const readHistory = (object: string, id: string, signal?: AbortSignal) =>
  ask<{ data: Changed[] }>(`records/${object}/${id}/history`, { ...(signal && { signal }) });

/** What happened about a record: changes, or a record of the object that `kind` names. */
export interface Happened {
  at: string;
  kind: string;
  id: string | null;
  by: Author | null;
  changes?: readonly FieldChange[];
  record?: RecordRow;
}

/** The key below which the timeline of a record is kept. */
export const timelineKey = (object: string, id: string) => [...recordsKey(object), "timeline", id] as const;

export const readTimeline = (object: string, id: string, cursor: string | null, signal?: AbortSignal) =>
  ask<{ data: Happened[]; page: { next: string | null } }>(`records/${object}/${id}/timeline`, {
    query: { ...(cursor !== null && { cursor }) }, ...(signal && { signal }),
  });
