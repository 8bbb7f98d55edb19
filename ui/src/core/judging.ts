import { compile, ERROR, UNKNOWN, writeValue, type Checked, type Environment, type Result } from "../formula";
import type { WireValue } from "../formula/tree";
import type { FieldMeta, ObjectMeta, Rule } from "./metadata";
import { referenceOf, type Value } from "./records";
import type { Person } from "./session";
import { workspaceZone } from "./zone";

export type Values = Readonly<Record<string, Value>>;

/** A record that is being written, and who writes it. */
export interface Draft {
  object: ObjectMeta;
  values: Values;
  /** What was stored; null while it is new. */
  before: Values | null;
  person: Person | null;
  /** Whether a value is whole enough to compute with. */
  whole: (field: FieldMeta, value: Value) => boolean;
}

const compiled = new WeakMap<Checked, (environment: Environment) => Result>();

function run(formula: Checked, draft: Draft, stale: boolean): Result {
  const known = compiled.get(formula) ?? compile(formula);
  compiled.set(formula, known);
  return known(environmentOf(draft, stale));
}

/** Whether a condition holds; null while the browser cannot know, which the server does. What is computed counts as it was stored when `stale`. */
export function holds(condition: Checked | null, draft: Draft, stale = true): boolean | null {
  if (condition === null) return null;
  const result = run(condition, draft, stale);
  return typeof result === "boolean" ? result : null;
}

/** The value of a formula as the API writes it; undefined where the browser cannot know. */
export function computed(formula: Checked, draft: Draft): Value {
  const result = run(formula, draft, false);
  return result === ERROR || result === UNKNOWN ? undefined : (writeValue(result) as Value);
}

/** The rules that the draft breaks, as far as the browser can know. */
export const brokenRules = (draft: Draft): readonly Rule[] => draft.object.rules.filter((rule) => holds(rule.when, draft, false) === true);

/** The fields of the record that a rule reads. */
export const readBy = (rule: Rule): readonly string[] => (rule.when.references ?? []).map(({ path }) => path.split(".")[0] ?? path);

function environmentOf(draft: Draft, stale: boolean): Environment {
  return {
    now: Date.now(),
    zone: workspaceZone(),
    isNew: draft.before === null,
    fiscalStart: 1,
    value: (path) => valueAt(draft, draft.values, path, stale || draft.values === draft.before),
    prior: (path) => valueAt(draft, draft.before ?? draft.values, path, true),
    children: () => UNKNOWN,
    holds: (question, name) => {
      if (question === "role" && draft.person?.roles.includes(name)) return true; // roles may hold others, which are not told
      if (question === "owner") return draft.person !== null && referenceOf(draft.values["owner"])?.id === draft.person.id;
      return UNKNOWN;
    },
  };
}

/** The value at a path: a field, a part of one, or what is known of the record that one names. */
function valueAt({ object, whole }: Draft, values: Values, path: string, stale: boolean): WireValue | typeof UNKNOWN {
  const [name = "", ...rest] = path.split(".");
  const [owner = "", part] = name.split("__");
  const field = object.fields.find((item) => item.name === name) ?? object.fields.find((item) => item.name === owner && item.parts);
  if (field === undefined || !Object.hasOwn(values, field.name) || (field.computed && !stale)) return UNKNOWN;
  const value = values[field.name] ?? null;
  if (field.name !== name) return wire(inside(value, part ?? ""));
  if (!whole(field, value)) return UNKNOWN;
  const reference = referenceOf(value);
  if (rest.length === 0) return reference?.id ?? wire(value);
  if (value === null) return null;
  const reached = rest.reduce<Value>((at, step) => inside(at, step), value);
  return reached === undefined ? UNKNOWN : wire(reached);
}

const inside = (value: Value, name: string): Value =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as { readonly [name: string]: Value })[name] : undefined;

const wire = (value: Value): WireValue => (value === undefined ? null : (value as WireValue));
