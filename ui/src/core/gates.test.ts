import { expect, test } from "vitest";

import type { ObjectMeta } from "./metadata";
import { gateOf, leadsTo } from "./gates";

const object: ObjectMeta = {
  name: "thing", label: "Thing", plural: "Things", icon: null, rights: ["read"], name_field: null, owned: false, fields: [], unique_keys: [], children: [],
  rules: [], views: [], layouts: [],
  states: { field: "stage", initial: ["new"], others: "refuse", transitions: [
    { from: "new", to: "won", requires: ["amount", "day"], when: null, message: null },
    { from: "*", to: "lost", requires: ["reason"], when: null, message: null },
    { from: "won", to: "lost", requires: ["day"], when: null, message: null },
  ] },
};

test("a gate tells what is still blank; zero is a value", () => {
  expect(gateOf(object, { id: "1", stage: "new", amount: 0, day: null }, "won")).toMatchObject({ open: true, missing: ["day"] });
});

test("where no transition leads, the gate is closed, but not for the state it is in", () => {
  expect(gateOf(object, { id: "1", stage: "won" }, "new").open).toBe(false);
  expect(gateOf(object, { id: "1", stage: "won" }, "won").open).toBe(true);
});

test("a gate that opens from anywhere opens too, and the one that names its state speaks first", () => {
  expect(gateOf(object, { id: "1", stage: "new" }, "lost").missing).toEqual(["reason"]);
  expect(gateOf(object, { id: "1", stage: "won" }, "lost").missing).toEqual(["day"]);
  expect(gateOf(object, { id: "1", stage: "won", reason: "price" }, "lost").missing).toEqual([]);
});

test("a record may have come from where the ways between states lead on, not from an end beside its own", () => {
  const way = (from: string, to: string) => ({ from, to, requires: [], when: null, message: null });
  const states: ObjectMeta["states"] = { field: "stage", initial: ["new"], others: "refuse", transitions: [way("new", "open"), way("open", "won"), way("open", "lost")] };
  expect(["new", "open", "won"].filter((from) => leadsTo({ states }, from, "lost"))).toEqual(["new", "open"]);
  expect(leadsTo({ states: { ...states, others: "allow" } }, "won", "lost")).toBe(true);
});
