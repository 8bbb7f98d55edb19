// @vitest-environment jsdom
import { expect, test } from "vitest";

import { TEXT_OPERATORS } from "../fields/operators";
import { listingOf } from "./listing";
import type { FieldMeta, ObjectMeta, View } from "./metadata";
import { bodyOf } from "./personal";
import { rememberColumns, rememberedColumns } from "./remembered";
import { fittingTypes, type Fits } from "./roles";
import { shownOf, valueAt, viewOf } from "./views";

const field = (name: string): FieldMeta => ({
  name, type: "text", label: name, help: null, required: false, system: false, computed: false, masked: false, writable: true,
  filterable: true, sortable: true, groupable: true, editor: { input: "text", max_length: 80 },
});
const view = (name: string, part: Partial<View> = {}): View => ({
  name, label: name, type: "list", personal: false, left_out: 0, columns: [{ field: "name", label: null, width: 200 }, { field: "owner.name", label: "Whose", width: null }],
  filter: null, sort: ["-code"], group: null, start: null, end: null, parent: null, place: null, summaries: [], ...part,
});
const object: ObjectMeta = {
  name: "thing", label: "Thing", plural: "Things", icon: null, rights: ["read"], name_field: "name", owned: true, fields: [field("code"), field("name")],
  states: null, unique_keys: [], children: [], rules: [], layouts: [], views: [view("days", { type: "calendar" }), view("all"), view("open", { filter: "a OR b" })],
};
const PATHS = new Map([["owner.name", field("owner.name")]]);
const shown = (of: View, search = "", kept: Parameters<typeof shownOf>[3] = null) =>
  shownOf(object, of, listingOf(new URLSearchParams(search)), kept, PATHS, { operatorsOf: () => TEXT_OPERATORS, fits });

const fits: Fits = (role, { name }) => role === "start" && name === "code";

test("the first view opens, and one of an unknown name is none", () => {
  expect([viewOf(object, null)?.name, viewOf(object, "open")?.name, viewOf(object, "gone")]).toEqual(["days", "open", undefined]);
});

test("a view is shown as it is, its columns by its own labels", () => {
  const { columns, sort, narrowing, changed } = shown(view("all"));
  expect(columns.map((column) => [column.field.label, column.width])).toEqual([["name", 200], ["Whose", null]]);
  expect([sort, narrowing, changed]).toEqual([[{ field: "code", descending: true }], { filter: null, search: null }, false]);
});

test("what the address says is laid over the view, and its filter narrows the view's", () => {
  const found = shown(view("open", { filter: "a OR b" }), "sort=name&columns=code,secret&filter=c+OR+d&by=code&q=+hcyl+");
  expect([found.columns.map((column) => column.field.name), found.sort, found.narrowing, found.group?.name, found.changed]).toEqual([
    ["code"], [{ field: "name", descending: false }], { filter: "(a OR b) AND (c OR d)", search: "hcyl" }, "code", true,
  ]);
});

test("columns are remembered for a view, and the address goes before", () => {
  rememberColumns("me", "thing", "all", [{ field: "code", width: 90.4 }]);
  const kept = rememberedColumns("me", "thing", "all");
  expect([kept, rememberedColumns("you", "thing", "all")]).toEqual([[{ field: "code", width: 90 }], null]);
  expect([shown(view("all"), "", kept).columns[0]?.field.name, shown(view("all"), "columns=name", kept).columns[0]?.field.name]).toEqual(["code", "name"]);
  rememberColumns("me", "thing", "all", null);
  expect(rememberedColumns("me", "thing", "all")).toBeNull();
});

test("a grouping is taken away by a dash", () => {
  expect([shown(view("all", { group: "code" })).group?.name, shown(view("all", { group: "code" }), "by=-").group]).toEqual(["code", null]);
});

test("a view is offered every way to lay it out that its fields fit, and one that nobody wrote takes the first of them", () => {
  expect(fittingTypes(object, false, fits)).toEqual(["list", "calendar", "timeline", "gallery"]);
  expect([shown(view("all"), "as=calendar").roles.start?.name, shown(view("all"), "as=calendar").roles.end]).toEqual(["code", null]);
  expect([shown(view("all"), "as=calendar&start=name").roles.start?.name, shown(view("all"), "as=calendar&start=name").changed]).toEqual(["name", true]);
  expect(shown(view("all"), "at=2026-01-01&scale=week").changed).toBe(false);
});

test("a view of one's own keeps the fields by which it lays records out, and none that its way takes none of", () => {
  const calendar = bodyOf(object, shown(view("all"), "as=calendar&end=name"), listingOf(new URLSearchParams()), "code", () => TEXT_OPERATORS);
  expect([calendar.type, calendar.start, calendar.end, calendar.parent, calendar.group]).toEqual(["calendar", "code", "name", null, null]);
});

test("a value is read through what a record names", () => {
  const row = { id: "1", owner: { id: "2", name: "Li" }, name: "x" };
  expect([valueAt(row, "owner.name"), valueAt(row, "name"), valueAt(row, "name.more"), valueAt(row, "none.more")]).toEqual(["Li", "x", null, null]);
});

test("what is shown is kept as a view, without what is looked for", () => {
  const listing = listingOf(new URLSearchParams("q=x&filter=c&columns=code:90.6&as=board"));
  const found = bodyOf(object, shown(view("open", { filter: "a" }), "q=x&filter=c&columns=code:90.6&as=board"), listing, "code", () => TEXT_OPERATORS);
  expect(found).toEqual({ type: "board", group: "code", start: null, end: null, parent: null, place: null, summaries: [], sort: ["-code"], columns: [{ field: "code", width: 91 }], filter: "(a) AND (c)" });
});
