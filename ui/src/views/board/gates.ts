import type { ObjectMeta } from "../../core/metadata";
import type { RecordRow } from "../../core/records";

/** Whether a record may go to a state, and which fields that asks for are still blank. */
export interface Gate {
  open: boolean;
  missing: readonly string[];
}

const isBlank = (value: RecordRow[string]) => value === null || value === undefined || value === "";

/** The gate between where a record is and a state; the server has the last word. */
export function gateOf(object: ObjectMeta, row: RecordRow, to: string): Gate {
  const states = object.states;
  const from = states && row[states.field];
  if (!states || from === to) return { open: true, missing: [] };
  const found = states.transitions.find((transition) => transition.from === from && transition.to === to);
  if (!found) return { open: states.others === "allow", missing: [] };
  return { open: true, missing: found.requires.filter((name) => isBlank(row[name])) };
}
