import { expect, test } from "vitest";

import type { Checked, FormulaType } from "../formula/tree";
import { brokenRules, computed, holds, type Draft } from "./judging";
import type { FieldMeta, ObjectMeta } from "./metadata";

const field = (name: string, type: string): FieldMeta => ({
  name, type, label: name, help: null, required: false, system: false, computed: false, masked: false, writable: true, filterable: true,
  sortable: true, groupable: true, editor: { input: "text" },
});
const is = (path: string, type: FormulaType, value: string): Checked => ({
  type: "boolean", returns: "boolean",
  tree: { node: "compare", type: "boolean", operator: "=", kind: type, left: { node: "field", type, path }, right: { node: "constant", type, value } },
});
const object: ObjectMeta = {
  name: "thing", label: "Thing", plural: "Things", icon: null, rights: [], name_field: "name", owned: true, unique_keys: [], children: [], views: [], layouts: [],
  states: null, fields: [field("stage", "picklist"), field("amount", "money"), field("place", "lookup")],
  rules: [{ name: "no_zero", severity: "error", message: "Not zero.", at: "amount", when: is("amount", "number", "0") }],
};
const draft = (values: Draft["values"]): Draft => ({ object, values, before: null, person: null, whole: (_, value) => value !== "half" });

test("a condition is true, false, or unknown where what it reads is not there", () => {
  expect(holds(is("stage", "text", "won"), draft({ stage: "won" }))).toBe(true);
  expect(holds(is("stage", "text", "won"), draft({ stage: null }))).toBe(false);
  expect(holds(is("place.city", "text", "Leeds"), draft({ place: { id: "1", city: "Leeds" } }))).toBe(true);
  expect(holds(is("place.size", "text", "big"), draft({ place: { id: "1" } }))).toBeNull();
});

test("a rule speaks when it is broken, and not of what is half typed", () => {
  expect(brokenRules(draft({ amount: "0" })).map(({ message }) => message)).toEqual(["Not zero."]);
  expect(brokenRules(draft({ amount: "5" }))).toEqual([]);
  expect(brokenRules(draft({ amount: "half" }))).toEqual([]);
});

test("what was computed before an edit steers the form, but breaks no rule", () => {
  const total = { ...object, fields: [{ ...field("amount", "formula"), computed: true }] };
  const edited: Draft = { ...draft({ amount: 0 }), object: total, before: { amount: 0 } };
  expect(holds(is("amount", "number", "0"), edited)).toBe(true);
  expect(brokenRules(edited)).toEqual([]);
});

test("a formula's value is written as the API writes it", () => {
  const formula: Checked = { type: "number", returns: "number", tree: { node: "field", type: "number", path: "amount" } };
  expect(computed(formula, draft({ amount: 12.5 }))).toBe("12.5");
});
