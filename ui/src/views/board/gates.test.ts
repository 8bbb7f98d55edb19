import { expect, test } from "vitest";

import type { ObjectMeta } from "../../core/metadata";
import { gateOf } from "./gates";

const object: ObjectMeta = {
  name: "thing", label: "Thing", plural: "Things", icon: null, rights: ["read"], name_field: null, owned: false, fields: [], unique_keys: [], children: [],
  states: { field: "stage", initial: ["new"], others: "refuse", transitions: [{ from: "new", to: "won", requires: ["amount", "day"] }] },
};

test("a gate tells what is still blank; zero is a value", () => {
  expect(gateOf(object, { id: "1", stage: "new", amount: 0, day: null }, "won")).toEqual({ open: true, missing: ["day"] });
});

test("where no transition leads, the gate is closed, but not for the state it is in", () => {
  expect(gateOf(object, { id: "1", stage: "won" }, "new").open).toBe(false);
  expect(gateOf(object, { id: "1", stage: "won" }, "won").open).toBe(true);
});
