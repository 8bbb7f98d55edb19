import { expect, test } from "vitest";

import type { Checked } from "../../formula/tree";
import type { Draft } from "../../core/judging";
import type { FieldMeta, FieldPlace, Layout, ObjectMeta } from "../../core/metadata";
import { clashesOf } from "./Conflict";
import { slotsOf } from "./places";

const field = (name: string, more: Partial<FieldMeta> = {}): FieldMeta => ({
  name, type: "text", label: name, help: null, required: false, system: false, computed: false, masked: false, writable: true, filterable: true,
  sortable: true, groupable: true, editor: { input: "text" }, ...more,
});
const won: Checked = {
  type: "boolean", returns: "boolean",
  tree: { node: "compare", type: "boolean", operator: "=", kind: "text", left: { node: "field", type: "text", path: "stage" }, right: { node: "constant", type: "text", value: "won" } },
};
const place = (name: string, more: Partial<FieldPlace> = {}): FieldPlace => ({ field: name, wide: false, visible_when: null, required_when: null, readonly_when: null, ...more });
const layout: Layout = {
  name: "page", label: "Page", compact: [], highlights: [],
  tabs: [{ name: "t", label: "T", visible_when: null, related: [], components: [], sections: [{
    name: "s", label: "S", columns: 2, collapsed: false, visible_when: null,
    fields: [place("stage", { readonly_when: won }), place("amount", { required_when: won }), place("why", { visible_when: won }), place("total")],
  }] }],
};
const object: ObjectMeta = {
  name: "thing", label: "Thing", plural: "Things", icon: null, rights: [], name_field: null, owned: false, unique_keys: [], children: [], views: [], rules: [], states: null,
  layouts: [layout], fields: [field("stage"), field("amount"), field("why"), field("total", { computed: true, writable: false }), field("code", { required: true })],
};
const draft = (stage: string): Draft => ({ object, values: { stage, amount: null, why: null }, before: null, person: null, whole: () => true });
const slots = (stage: string) => slotsOf(draft(stage)).flatMap((group) => group.slots).map((slot) => [slot.field.name, slot.field.required, slot.readonly]);

test("a form follows the conditions of the layout, and demands what the layout left out", () => {
  expect(slots("new")).toEqual([["stage", false, false], ["amount", false, false], ["code", true, false]]);
  expect(slots("won")).toEqual([["stage", false, true], ["amount", true, false], ["why", false, false], ["code", true, false]]);
});

test("only fields that both changed to different values clash", () => {
  const [base, theirs, mine] = [{ stage: "a", amount: 1, why: "x" }, { stage: "b", amount: 2, why: "y" }, { stage: "c", amount: 2, why: "x" }];
  expect(clashesOf(object, base, theirs, mine, ["stage", "amount"]).map(({ name }) => name)).toEqual(["stage"]);
});
