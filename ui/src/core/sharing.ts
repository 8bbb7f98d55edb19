import { queryOptions } from "@tanstack/react-query";

import { ask } from "./client";
import { recordsKey } from "./records";

export type Level = "read" | "write";
export type GranteeKind = "user" | "team" | "unit" | "unit_and_below" | "queue" | "role";

/** What somebody, or all of a group, may do with a record that was shared by hand. */
export interface Share {
  grantee: { id: string; kind: GranteeKind; name: string | null };
  level: Level;
  team: boolean;
}

/** To whom a record can be given: what they are called here, the object whose records they are, and how they are written. */
export interface Receiver {
  kind: GranteeKind;
  object: string;
  written: (id: string) => string;
}

const itself = (id: string) => id;
export const RECEIVERS: readonly Receiver[] = [
  { kind: "user", object: "user", written: itself },
  { kind: "team", object: "team", written: itself },
  { kind: "unit", object: "org_unit", written: itself },
  { kind: "unit_and_below", object: "org_unit", written: (id) => `below:${id}` },
  { kind: "queue", object: "queue", written: itself },
];

export interface Changes {
  give?: readonly { grantee: string; level: Level; team?: boolean }[];
  take?: readonly string[];
}

const path = (object: string, id: string) => `records/${object}/${id}/shares`;

export const sharesKey = (object: string, id: string) => [...recordsKey(object), "shares", id] as const;

export const sharesQuery = (object: string, id: string) =>
  queryOptions({ queryKey: sharesKey(object, id), queryFn: ({ signal }) => ask<{ data: Share[] }>(path(object, id), { signal }) });

/** Give a record to some and take it from others; answers with whom it is shared then. */
export const share = (object: string, id: string, changes: Changes) => ask<{ data: Share[] }>(path(object, id), { method: "POST", body: changes });
