import { expect, test } from "vitest";

import { TEXT_OPERATORS } from "../fields/operators";
import { filterOf, listingOf, searchOf, sortedNext, untouched, type Listing } from "./listing";
import type { FieldMeta, ObjectMeta } from "./metadata";

const field = (name: string): FieldMeta => ({
  name, type: "text", label: name, help: null, required: false, system: false, computed: false, masked: false, writable: true,
  filterable: true, sortable: true, groupable: true, editor: { input: "text", max_length: 80 },
});
const object: ObjectMeta = {
  name: "thing", label: "Thing", plural: "Things", icon: null, rights: ["read"], name_field: "name", owned: true,
  fields: [field("code"), field("name")], states: null, unique_keys: [], children: [], rules: [], views: [], layouts: [],
};
const listing = (search: string): Listing => listingOf(new URLSearchParams(search));
const operators = () => TEXT_OPERATORS;

test("an address that is read and written again is the same", () => {
  const whole: Listing = {
    view: "pipeline", mode: "board", by: "stage", roles: { start: "code" }, at: "2026-03-01", scale: "week", find: "张", formula: "a = 1", sort: [{ field: "name", descending: true }, { field: "code", descending: false }],
    conditions: [{ field: "name", operator: "contains", value: "x" }], columns: [{ field: "name", width: 120 }, { field: "code", width: null }],
  };
  expect(listingOf(searchOf(whole))).toEqual(whole);
});

test("a cut address is read as far as it goes", () => {
  expect(listing('where=[{"field"&columns=name:x').conditions).toEqual([]);
  expect(listing("columns=name:x").columns).toEqual([{ field: "name", width: null }]);
});

test("a quote in a value stays a value", () => {
  const where = JSON.stringify([{ field: "name", operator: "is", value: "O'Neil \\" }]);
  expect(filterOf(object, listing(`where=${encodeURIComponent(where)}`), operators)).toBe("name = 'O\\'Neil \\\\'");
});

test("a condition that is not whole, or of a field that is not there, does not count", () => {
  const where = JSON.stringify([{ field: "name", operator: "is", value: "" }, { field: "secret", operator: "is", value: "a" }]);
  expect(filterOf(object, listing(`where=${encodeURIComponent(where)}`), operators)).toBeNull();
});

test("what is built and written holds together", () => {
  const where = JSON.stringify([{ field: "code", operator: "blank", value: null }]);
  const search = `where=${encodeURIComponent(where)}&filter=${encodeURIComponent("a OR b")}`;
  expect(filterOf(object, listing(search), operators)).toBe("(ISBLANK(code)) AND (a OR b)");
});

test("going back to a view keeps what is looked for and nothing else", () => {
  expect(searchOf(untouched(listing("view=open&q=x&as=board&by=-&where=[]&filter=a&sort=-b&columns=c"))).toString()).toBe("view=open&q=x");
});

test("a head is sorted up, down and as the view does, alone or beside others", () => {
  const [up, down, other] = [{ field: "a", descending: false }, { field: "a", descending: true }, { field: "b", descending: false }];
  expect([sortedNext([], "a", false), sortedNext([up], "a", false), sortedNext([down], "a", false)]).toEqual([[up], [down], null]);
  expect(sortedNext([down], "b", true)).toEqual([down, other]);
  expect(sortedNext([down], "a", false, [down])).toEqual([up]);
});
