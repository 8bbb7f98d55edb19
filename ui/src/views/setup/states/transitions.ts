import { bodiesOf, textOf, type Body } from "../api";
import { withValue } from "../schema";

export const ANY = "*";

export const transitionsOf = (states: Body): readonly Body[] => bodiesOf(states["transitions"]);

export const transition = (states: Body, from: string, to: string): Body | undefined =>
  transitionsOf(states).find((each) => each["from"] === from && each["to"] === to);

/** The states with a change of state that is listed, or not. */
export function listed(states: Body, from: string, to: string, on: boolean): Body {
  const rest = transitionsOf(states).filter((each) => each["from"] !== from || each["to"] !== to);
  return withTransitions(states, on ? [...rest, { from, to }] : rest);
}

/** The states with other conditions for a change of state. */
export const gated = (states: Body, gate: Body): Body =>
  withTransitions(states, transitionsOf(states).map((each) => (each["from"] === gate["from"] && each["to"] === gate["to"] ? gate : each)));

const withTransitions = (states: Body, transitions: readonly Body[]): Body => withValue(states, "transitions", transitions.length > 0 ? transitions : undefined);

/** Whether a change of state is possible, by itself or from any state. */
export const isPossible = (states: Body, from: string, to: string): boolean =>
  textOf(states["others"]) === "allow" || transition(states, from, to) !== undefined || transition(states, ANY, to) !== undefined;
