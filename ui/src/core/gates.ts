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

/** Whether the ways between states lead from one to another, through others too: whether a record that is there may have come from it. */
export function leadsTo({ states }: Pick<ObjectMeta, "states">, from: string, to: string): boolean {
  if (states === null || states.others === "allow") return true;
  const reached = [from]; // it grows while it is gone through
  for (const state of reached) {
    const next = states.transitions.flatMap((way) => (way.from === state || way.from === EVERY ? [way.to] : []));
    reached.push(...next.filter((name) => !reached.includes(name)));
  }
  return reached.includes(to);
}

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
