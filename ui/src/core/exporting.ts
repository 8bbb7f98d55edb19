import { queryOptions } from "@tanstack/react-query";

import { address, ask } from "./client";
import { isFinished, type JobState } from "./importing";

export const FORMATS = ["xlsx", "csv", "jsonl"] as const;
export type ExportFormat = (typeof FORMATS)[number];

/** Which records are written into a file, and how. */
export interface ExportOrder {
  object: string;
  filter: string | null;
  search: string | null;
  sort: readonly string[];
  /** Null: everything that the caller may read. */
  fields: readonly string[] | null;
  format: ExportFormat;
  /** Names as import reads them, or labels as people do; JSON lines take neither. */
  wording: "names" | "labels";
}

export interface Export {
  id: string;
  state: JobState;
  progress: { done?: number; total?: number } | null;
  /** The name of the file, once there is one. */
  file: string | null;
  result: { rows?: number; problems?: readonly { message: string }[] } | null;
}

export const startExport = ({ wording, fields, ...order }: ExportOrder) =>
  ask<{ data: { id: string } }>("exports", {
    method: "POST",
    body: { ...order, ...(fields !== null && { fields }), ...(order.format !== "jsonl" && { headers: wording, values: wording }) },
  }).then(({ data }) => data.id);

const ASK_EVERY = 400;

/** How far an export is, asked for until it ends. */
export const exportQuery = (id: string) =>
  queryOptions({
    queryKey: ["export", id],
    queryFn: ({ signal }) => ask<{ data: Export }>(`exports/${id}`, { signal }).then(({ data }) => data),
    refetchInterval: (query) => (query.state.data && isFinished(query.state.data.state) ? false : ASK_EVERY),
  });

export const exportAddress = (id: string) => address(`exports/${id}/file`);
