import { queryOptions } from "@tanstack/react-query";

import { ask } from "./client";

/** Something that concerns the caller; a record that may not be seen is not named. */
export interface Notice {
  id: string;
  at: string;
  kind: string;
  text: string;
  params: Readonly<Record<string, unknown>>;
  record: { object: string; id: string | null; name: string | null } | null;
  read_at: string | null;
}

export interface Notices {
  data: readonly Notice[];
  unread: number;
}

const NOTICES = "notices";
const ASK_EVERY = 30_000;

export const noticesKey = [NOTICES] as const;

/** How many are unread, asked for now and then. */
export const unreadQuery = () =>
  queryOptions({
    queryKey: [NOTICES, "unread"],
    queryFn: ({ signal }) => ask<Notices>("notifications", { query: { unread: "true", limit: 1 }, signal }).then(({ unread }) => unread),
    refetchInterval: ASK_EVERY,
  });

export const noticesQuery = () =>
  queryOptions({
    queryKey: [NOTICES, "newest"],
    queryFn: ({ signal }) => ask<Notices>("notifications", { query: { limit: 50 }, signal }),
    staleTime: 0,
  });

/** Mark some as read, or all. */
export const markRead = (ids: readonly string[] | null) =>
  ask<{ unread: number }>("notifications/read", { method: "POST", body: ids === null ? {} : { ids } });

const textOf = (value: unknown) => (typeof value === "string" ? value : null);

/** Where a notice leads: to its record or what was said there, the import or the file that it tells of; null where it leads nowhere. */
export function placeOf({ kind, record, params }: Notice): { page: string } | { file: string } | null {
  const [importId, exportId] = [textOf(params["import"]), textOf(params["job"])];
  if (record !== null && importId !== null) return { page: `/o/${record.object}/import/${importId}` };
  if (exportId !== null && importId === null) return { file: exportId };
  if (record === null) return null;
  if (kind === "mentioned" && record.id !== null) return { page: `/o/${record.object}/${record.id}?part=comments` };
  return { page: record.id === null ? `/o/${record.object}` : `/o/${record.object}/${record.id}` };
}
