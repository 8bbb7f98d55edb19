import { useMemo, useRef, useState } from "react";

import { goingWith, settled, TYPE, typeOf, usualType } from "../../core/choices";
import { brokenRules, computed, readBy, type Draft, type Values } from "../../core/judging";
import type { FieldMeta, ObjectMeta } from "../../core/metadata";
import { Problem } from "../../core/problem";
import type { Value } from "../../core/records";
import type { Person } from "../../core/session";
import { kindOf, writtenBy } from "../../fields/registry";
import { isBlank, slotsOf } from "./places";

const whole = (field: FieldMeta, value: Value): boolean => isBlank(value) || (kindOf(field).whole?.(value) ?? true);

const same = (left: Value, right: Value) => JSON.stringify(left ?? null) === JSON.stringify(right ?? null);

/** What a new record starts with: the values of its fields, then formulas over those. */
function startOf(object: ObjectMeta, given: Values, person: Person | null): Values {
  const values: Record<string, Value> = {};
  const usual = usualType(object);
  const type = typeOf(object, given) ?? usual;
  if (type) values[TYPE] = type.name;
  // What the platform writes, such as the id, is not blank but unknown as yet.
  for (const field of object.fields) if (!field.system && !field.computed) values[field.name] ??= given[field.name] ?? type?.defaults[field.name] ?? field.default ?? null;
  if (object.owned && person) values["owner"] ??= { id: person.id, name: person.name };
  for (const field of object.fields) {
    if (!field.default_formula || !isBlank(values[field.name])) continue;
    values[field.name] = computed(field.default_formula, { object, values, before: null, person, whole }) ?? null;
  }
  return values;
}

/** The field, and those whose values may follow it. */
const movedBy = (object: ObjectMeta, name: string): readonly string[] => [name, ...goingWith(object, name).flatMap((field) => movedBy(object, field.name))];

/** Whether a new record has a value in the field when nothing is said of it. */
const startsFilled = (object: ObjectMeta, name: string, values: Values): boolean =>
  typeOf(object, values)?.defaults[name] !== undefined || object.fields.some((field) => field.name === name && field.default !== undefined);

export interface Stored {
  values: Values;
  version: number;
}

/** A record being written: its values, what is wrong with them, and what to send. */
export function useDraft(object: ObjectMeta, person: Person | null, stored: Stored | null, given: Values = {}) {
  const [base, setBase] = useState(stored);
  const [started] = useState<Values>(() => stored?.values ?? startOf(object, given, person));
  const [values, setValues] = useState(started);
  const [touched, setTouched] = useState<ReadonlySet<string>>(() => new Set(stored ? [] : Object.keys(given)));
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const [mended, setMended] = useState<ReadonlySet<string>>(new Set());
  const set = useRef((name: string, value: Value) => {
    setValues((before) => {
      const after = { ...before, [name]: value };
      return { ...after, ...settled(object, after, name, stored === null ? (typeOf(object, before) ?? null) : null) };
    });
    const also = movedBy(object, name);
    setTouched((before) => (also.every((one) => before.has(one)) ? before : new Set([...before, ...also])));
    setMended((before) => (before.has(name) ? before : new Set(before).add(name)));
  }).current;

  const draft = useMemo((): Draft => ({ object, values, before: base?.values ?? null, person, whole }), [object, values, base, person]);
  const groups = useMemo(() => slotsOf(draft), [draft]);
  const slots = groups.flatMap((group) => group.slots);
  const rules = brokenRules(draft).filter((rule) => tried || readBy(rule).some((name) => touched.has(name)));
  const blank = slots.filter(({ field, readonly }) => field.required && !readonly && isBlank(values[field.name])).map(({ field }) => field);
  // Where a rule says why, that is enough.
  const missing = tried ? blank.filter(({ name }) => !rules.some((rule) => rule.at === name)) : [];
  const shown = new Set(slots.map(({ field }) => field.name));
  const changed = [...touched].filter((name) => (base === null ? !isBlank(values[name]) || startsFilled(object, name, values) : !same(values[name], base.values[name])));
  // What is not shown is not sent: nobody could have meant it.
  const sent = changed.filter((name) => base !== null || shown.has(name) || name in given || name === TYPE);

  return {
    draft, groups, values, set, base, missing, refused,
    // What a new record was given is there again the next time.
    dirty: changed.some((name) => base !== null || !same(values[name], started[name])),
    errors: rules.filter((rule) => rule.severity === "error"),
    warnings: rules.filter((rule) => rule.severity === "warning"),
    mended,
    /** Whether the browser knows of nothing that keeps it from being saved. */
    complete: blank.length === 0 && !brokenRules(draft).some((rule) => rule.severity === "error"),
    /** The fields that were changed here, as the API takes them. */
    written: (): Record<string, Value> =>
      Object.fromEntries(sent.flatMap((name) => {
        const field = object.fields.find((item) => item.name === name);
        return field ? [[name, writtenBy(field, values[name])]] : [];
      })),
    attempt() {
      setTried(true);
      setRefused(null);
      setMended(new Set());
      return blank.length === 0 && !brokenRules(draft).some((rule) => rule.severity === "error");
    },
    refuse(problem: Problem) {
      setMended(new Set());
      setRefused(problem);
    },
    /** Go on from what somebody else saved, with the values that were chosen for what both changed. */
    rebase(theirs: Stored, chosen: Values) {
      const mine = Object.fromEntries(changed.map((name) => [name, values[name]]));
      setBase(theirs);
      setValues({ ...theirs.values, ...mine, ...chosen });
      setRefused(null);
    },
    changed,
  };
}

export type Writing = ReturnType<typeof useDraft>;
