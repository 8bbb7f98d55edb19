// The browser back end: a checked tree becomes nested closures that take an environment.
import { Decimal, ZERO, multiply, number } from "./arithmetic.ts";
import { AGGREGATES } from "./aggregates.ts";
import type { Environment } from "./environment.ts";
import { CannotCompute, NotLoaded, fail } from "./failure.ts";
import { FUNCTIONS, LAZY } from "./functions/index.ts";
import type { FunctionRow, Run, Scene } from "./functions/row.ts";
import {
  LISTS,
  NUMERIC,
  TEXTUAL,
  type Apply,
  type Checked,
  type Children,
  type Compare,
  type Field,
  type Tree,
  type WireValue,
} from "./tree.ts";
import { ERROR, UNKNOWN, compare, isBlank, same, type Result, type Value } from "./value.ts";
import { readValue } from "./wire.ts";

const HUNDRED = number(100);
const HUNDREDTH = number("0.01");

// A function from an environment to the formula's value, ERROR or UNKNOWN.
export function compile(checked: Checked): (environment: Environment) => Result {
  const run = closure(checked.tree);
  return (environment) => {
    try {
      return finished(run({ here: environment, record: environment }), checked);
    } catch (error) {
      if (error instanceof CannotCompute) return ERROR;
      if (error instanceof NotLoaded) return UNKNOWN;
      throw error;
    }
  };
}

function finished(value: Value, checked: Checked): Value {
  if (TEXTUAL.has(checked.type)) return value === "" ? null : value;
  if (checked.type === "boolean") return value === true;
  return checked.returns === "percent" && value instanceof Decimal ? multiply(value, HUNDRED) : value;
}

function closure(tree: Tree): Run {
  switch (tree.node) {
    case "constant": {
      const value = readConstant(tree.value, tree.type);
      return () => value;
    }
    case "field":
      return reading(tree, (environment) => environment.value(tree.path));
    case "compare":
      return comparison(tree);
    case "children":
      return aggregate(tree);
    case "apply":
      return application(tree);
  }
}

function readConstant(value: WireValue, type: Tree["type"]): Value {
  return type === "text" && value === "" ? "" : readValue(value, type);
}

function reading(tree: Field, read: (environment: Environment) => WireValue | typeof UNKNOWN): Run {
  const blank = NUMERIC.has(tree.type) && tree.zero ? ZERO : tree.type === "boolean" ? false : null;
  return ({ here, record }) => {
    const found = read(tree.outer ? record : here);
    if (found === UNKNOWN) throw new NotLoaded(tree.path);
    const value = readValue(found, tree.type) ?? blank;
    return tree.type === "percent" && value instanceof Decimal ? multiply(value, HUNDREDTH) : value;
  };
}

const ORDERS: Readonly<Record<string, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

function comparison(tree: Compare): Run {
  const [left, right] = [closure(tree.left), closure(tree.right)];
  const order = ORDERS[tree.operator];
  if (order) {
    return (scene) => {
      const [first, second] = [left(scene), right(scene)];
      return !isBlank(first) && !isBlank(second) && order(compare(first, second));
    };
  }
  const negated = tree.operator === "<>";
  const filled = EMPTY[emptyKind(tree.kind)];
  return (scene) => {
    const [first, second] = [filled(left(scene)), filled(right(scene))];
    return (first !== null && same(first, second)) !== negated;
  };
}

// What a blank is equal to: an empty text, an empty list, FALSE, or nothing at all.
const EMPTY = {
  text: (value: Value): Value => value ?? "",
  list: (value: Value): Value => value ?? [],
  boolean: (value: Value): Value => value === true,
  none: (value: Value): Value => value,
};

function emptyKind(kind: Tree["type"]): keyof typeof EMPTY {
  if (TEXTUAL.has(kind)) return "text";
  if (LISTS.has(kind)) return "list";
  return kind === "boolean" ? "boolean" : "none";
}

function aggregate(tree: Children): Run {
  const part = (branch: Tree | undefined): Run => (branch ? closure(branch) : () => null);
  const [value, order] = [part(tree.value), part(tree.order)];
  const condition = tree.condition ? closure(tree.condition) : () => true;
  const reduce = AGGREGATES[tree.function];
  return ({ here }) => {
    const found = here.children(tree.relation);
    if (found === UNKNOWN || !reduce) throw new NotLoaded(tree.relation);
    const scenes = found.map((child): Scene => ({ here: child, record: here }));
    const kept = scenes.filter((scene) => condition(scene) === true);
    return reduce(kept.map((scene) => ({ value: value(scene), order: order(scene) })));
  };
}

function application(tree: Apply): Run {
  const ofSave = OF_SAVE[tree.function];
  if (ofSave) return ofSave(tree);
  const runs = tree.arguments.map(closure);
  const types = tree.arguments.map((part) => part.type);
  const lazy = LAZY[tree.function];
  if (lazy) return lazy(runs, types);
  const row = FUNCTIONS[tree.function];
  if (!row) {
    return () => {
      throw new NotLoaded(tree.function);
    };
  }
  return call(row, row.blank === "handled" ? runs : runs.map((run, index) => present(run, types[index] ?? "any")));
}

function call(row: FunctionRow, runs: readonly Run[]): Run {
  return (scene) => {
    const values = runs.map((run) => run(scene));
    return row.blank === "propagate" && values.includes(null) ? null : row.run(scene.here, ...values);
  };
}

// A blank text is an empty one, a blank list has no parts.
function present(run: Run, type: Tree["type"]): Run {
  if (TEXTUAL.has(type)) return (scene) => run(scene) ?? "";
  return LISTS.has(type) ? (scene) => run(scene) ?? [] : run;
}

function fieldOf(tree: Apply): Field {
  const [field] = tree.arguments;
  return field?.node === "field" ? field : fail();
}

const OF_SAVE: Readonly<Record<string, (tree: Apply) => Run>> = {
  ISNEW: () => (scene) => scene.here.isNew,
  ISCLONE: () => () => false,
  ISCHANGED: (tree) => {
    const field = fieldOf(tree);
    const now = reading(field, (environment) => environment.value(field.path));
    const before = reading(field, (environment) => environment.prior(field.path));
    const plain = (value: Value): Value => (isBlank(value) ? null : value);
    return (scene) => !scene.here.isNew && !same(plain(now(scene)), plain(before(scene)));
  },
  PRIORVALUE: (tree) => {
    const field = fieldOf(tree);
    return reading(field, (environment) =>
      environment.isNew ? environment.value(field.path) : environment.prior(field.path),
    );
  },
};
