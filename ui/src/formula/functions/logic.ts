// Conditions, choices and blanks: they decide which of their arguments are computed.
import { CannotCompute } from "../failure.ts";
import { TEXTUAL } from "../tree.ts";
import { compare, isBlank, isTrue, same, type Value } from "../value.ts";
import type { LazyRow, Run, Scene } from "./row.ts";

const blankRun: Run = () => null;

function at(runs: readonly Run[], index: number): Run {
  return runs[index] ?? blankRun;
}

function choice(runs: readonly Run[], matches: (candidate: Run, scene: Scene) => boolean, scene: Scene): Value {
  for (let index = 0; index + 1 < runs.length; index += 2) {
    if (matches(at(runs, index), scene)) return at(runs, index + 1)(scene);
  }
  return runs.length % 2 ? at(runs, runs.length - 1)(scene) : null;
}

const caseOf: LazyRow = (runs, types) => {
  const [subject = blankRun, ...rest] = runs;
  const isText = TEXTUAL.has(types[0] ?? "any");
  const read = (run: Run, scene: Scene): Value => (isText ? (run(scene) ?? "") : run(scene));
  return (scene) => {
    const value = read(subject, scene);
    return choice(rest, (candidate) => value !== null && same(value, read(candidate, scene)), scene);
  };
};

const isBlankOf: LazyRow = (runs) => (scene) => isBlank(at(runs, 0)(scene));

const coalesce: LazyRow = (runs) => (scene) => {
  for (const run of runs.slice(0, -1)) {
    const value = run(scene);
    if (!isBlank(value)) return value;
  }
  return at(runs, runs.length - 1)(scene);
};

function failed(run: Run, scene: Scene): boolean {
  try {
    run(scene);
    return false;
  } catch (error) {
    if (error instanceof CannotCompute) return true;
    throw error;
  }
}

export const LAZY: Readonly<Record<string, LazyRow>> = {
  AND: (runs) => (scene) => runs.every((run) => isTrue(run(scene))),
  OR: (runs) => (scene) => runs.some((run) => isTrue(run(scene))),
  NOT: (runs) => (scene) => !isTrue(at(runs, 0)(scene)),
  IF: (runs) => (scene) => (isTrue(at(runs, 0)(scene)) ? at(runs, 1)(scene) : at(runs, 2)(scene)),
  IFS: (runs) => (scene) => choice(runs, (condition) => isTrue(condition(scene)), scene),
  CASE: caseOf,
  SWITCH: caseOf,
  IN: (runs) => {
    const [subject = blankRun, ...candidates] = runs;
    return (scene) => {
      const value = subject(scene);
      return value !== null && value !== "" && candidates.some((candidate) => same(value, candidate(scene)));
    };
  },
  BETWEEN: (runs) => (scene) => {
    const values = runs.map((run) => run(scene));
    if (values.some((value) => value === null || value === "")) return false;
    const [value = null, low = null, high = null] = values;
    return compare(low, value) <= 0 && compare(value, high) <= 0;
  },
  ISBLANK: isBlankOf,
  ISNULL: isBlankOf,
  BLANKVALUE: coalesce,
  NULLVALUE: coalesce,
  COALESCE: coalesce,
  IFERROR: (runs) => (scene) => (failed(at(runs, 0), scene) ? at(runs, 1) : at(runs, 0))(scene),
  ISERROR: (runs) => (scene) => failed(at(runs, 0), scene),
};
