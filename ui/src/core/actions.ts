import { ask } from "./client";
import type { ActionMeta } from "./metadata";

export interface ActionDone {
  data: { version: number; created: readonly { object: string; id: string | null }[]; open: string | null };
  warnings?: readonly { message: string }[];
}

/** Press a button of a record; the key makes it safe to send again. */
export const runAction = (object: string, id: string, action: ActionMeta, parameters: Readonly<Record<string, unknown>>, version: number | undefined, key: string) =>
  ask<ActionDone>(`records/${object}/${id}/actions/${action.name}`, {
    method: "POST", body: { parameters, ...(version !== undefined && { version }) }, headers: { "Idempotency-Key": key },
  });
