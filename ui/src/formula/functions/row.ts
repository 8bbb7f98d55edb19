// One function of the language in the browser.
import type { Environment } from "../environment.ts";
import type { FormulaType } from "../tree.ts";
import type { Value } from "../value.ts";

// `here` is the record a closure reads, `record` the one whose children are being looked at.
export interface Scene {
  readonly here: Environment;
  readonly record: Environment;
}

export type Run = (scene: Scene) => Value;

// Gets closures instead of values and decides what is computed.
export type LazyRow = (runs: readonly Run[], types: readonly FormulaType[]) => Run;

// "propagate": a blank argument makes the result blank.
export interface FunctionRow {
  readonly blank: "propagate" | "handled";
  readonly run: (environment: Environment, ...values: Value[]) => Value;
}

// The checker has made sure of the types of the values, so a function names those it takes.
export function pure<A extends readonly (Value | undefined)[]>(run: (...values: A) => Value, blank: FunctionRow["blank"] = "propagate"): FunctionRow {
  return { blank, run: (_, ...values) => run(...(values as readonly (Value | undefined)[] as A)) };
}

export function contextual<A extends readonly (Value | undefined)[]>(run: (environment: Environment, ...values: A) => Value): FunctionRow {
  return { blank: "propagate", run: (environment, ...values) => run(environment, ...(values as readonly (Value | undefined)[] as A)) };
}
