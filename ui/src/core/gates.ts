import type { ObjectMeta, Transition } from "./metadata";
import type { RecordRow } from "./records";

/** Whether a record may go to a state, which fields that asks for are still blank, and what must hold besides. */
export interface Gate {
  open: boolean;
  missing: readonly string[];
  when: Transition["when"];
  message: string | null;
}

const OPEN: Gate = { open: true, missing: [], when: null, message: null };
const EVERY = "*";

const isBlank = (value: RecordRow[string]) => value === null || value === undefined || value === "";

/** The gate between where a record is and a state; the server has the last word. */
export function gateOf(object: ObjectMeta, row: RecordRow, to: string): Gate {
  const states = object.states;
  const from = states && row[states.field];
  if (!states || from === to) return OPEN;
  const leading = states.transitions.filter((transition) => transition.to === to && (transition.from === from || transition.from === EVERY));
  // A gate that names the state it leaves speaks before one that opens from anywhere.
  const gates = [...leading.filter((transition) => transition.from !== EVERY), ...leading.filter((transition) => transition.from === EVERY)];
  const found = gates.map(({ requires, when, message }): Gate => ({
    open: true, missing: requires.filter((name) => isBlank(row[name])), when, message,
  }));
  return found.find((gate) => gate.missing.length === 0) ?? found[0] ?? { ...OPEN, open: states.others === "allow" };
}
