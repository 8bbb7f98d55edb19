import { expect, test } from "vitest";

import { layoutOf, narrowed, settled } from "./choices";
import type { FieldMeta, Layout, ObjectMeta, RecordType } from "./metadata";

const field = (name: string, more: Partial<FieldMeta> = {}): FieldMeta => ({
  name, type: "picklist", label: name, help: null, required: false, system: false, computed: false, masked: false, writable: true, filterable: true,
  sortable: true, groupable: true, editor: { input: "select" }, ...more,
});
const type = (name: string, more: Partial<RecordType> = {}): RecordType => ({ name, label: name, help: null, active: true, default: false, values: {}, defaults: {}, ...more });
const layout = (name: string, types: readonly string[]): Layout => ({ name, label: name, record_types: types, compact: [], highlights: [], tabs: [] });
const town = field("town", {
  controlled_by: "land", values: [{ name: "suzhou", label: "Suzhou", goes_with: ["cn"] }, { name: "lyon", label: "Lyon", goes_with: ["fr"] }, { name: "other", label: "Other" }],
});
const street = field("street", { controlled_by: "town", values: [{ name: "nanjing", label: "Nanjing", goes_with: ["suzhou"] }] });
const kind = field("kind", { default: "partner", values: [{ name: "partner", label: "P" }, { name: "customer", label: "C" }] });
const object: ObjectMeta = {
  name: "thing", label: "Thing", plural: "Things", icon: null, rights: [], name_field: null, owned: false, unique_keys: [], children: [], views: [], rules: [], states: null,
  layouts: [layout("person_page", ["person"]), layout("page", [])], fields: [field("land"), town, street, kind],
  record_types: [type("company", { default: true }), type("person", { values: { kind: ["customer"], town: ["suzhou", "other"] }, defaults: { kind: "customer" } })],
};
const offered = (values: Parameters<typeof narrowed>[2], of = town) => narrowed(object, of, values).values?.map(({ name }) => name);

test("a picklist offers what goes with its controlling field, with the type, and with neither known all", () => {
  expect(offered({ land: "fr" })).toEqual(["lyon", "other"]);
  expect(offered({ land: null })).toEqual(["other"]);
  expect(offered({ record_type: "person", land: "fr" })).toEqual(["other"]);
  expect(offered({})).toEqual(["suzhou", "lyon", "other"]);
  expect(offered({ land: "fr", town: "suzhou" })).toEqual(["suzhou", "lyon", "other"]); // what it has, it keeps until it changes
});

test("what no longer goes with a changed field leaves, and so does what went with that", () => {
  expect(settled(object, { land: "fr", town: "suzhou", street: "nanjing" }, "land")).toEqual({ town: null, street: null });
  expect(settled(object, { land: "fr", town: "other" }, "land")).toEqual({});
});

test("a new record starts as the type that was chosen, where nobody wrote something else", () => {
  const [company, person] = object.record_types ?? [];
  expect(settled(object, { record_type: "person", kind: null }, "record_type", company)).toEqual({ kind: "customer" });
  expect(settled(object, { record_type: "company", kind: "customer" }, "record_type", person)).toEqual({ kind: "partner" });
  expect(settled(object, { record_type: "person", kind: "partner", town: "lyon" }, "record_type", company)).toEqual({ kind: null, town: null });
});

test("the page of a record is that of its type, else the one for all", () => {
  expect([layoutOf(object, { record_type: "person" })?.name, layoutOf(object, { record_type: null })?.name]).toEqual(["person_page", "page"]);
});
