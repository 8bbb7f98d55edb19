import { expect, it } from "vitest";

import { entryAt, grouped, menuOf } from "./menu";
import type { ObjectSummary } from "./metadata";

const object = (name: string, ...rights: ObjectSummary["rights"][number][]): ObjectSummary =>
  ({ name, label: name, plural: `${name}s`, icon: null, rights });
const item = (name: string, to: string, view: string | null = null) => ({ name, object: to, view, label: name.toUpperCase(), icon: null });
const APPS = [{
  name: "desk", label: "Desk", cards: [],
  menu: [
    { name: "first", label: "First", items: [item("big", "bee", "big"), item("bees", "bee"), item("again", "bee"), item("hidden", "cow")] },
    { name: "second", label: "Second", items: [item("a", "ant")] },
  ],
}];
const readable = [object("ant", "read"), object("bee", "read"), object("dog", "read"), object("cow")];

it("has each way of the apps once, and the rest below", () => {
  expect(grouped(menuOf(readable, APPS)).map(([group, found]) => [group, found.map((entry) => [entry.label, entry.path])])).toEqual([
    ["First", [["BIG", "/o/bee?view=big"], ["BEES", "/o/bee"]]], ["Second", [["A", "/o/ant"]]], [null, [["dogs", "/o/dog"]]],
  ]);
});

it("leaves what belongs to other records to their pages, unless an app names it", () => {
  const lines = [{ ...object("line", "read"), child: true }, { ...object("ant", "read"), child: true }];
  expect(menuOf(lines, APPS).map(({ name }) => name)).toEqual(["a"]);
});

it("knows the entry of a place by its view, else by its object", () => {
  const at = (pathname: string, search = "") => entryAt(menuOf(readable, APPS), pathname, search)?.name;
  expect([at("/o/bee", "?view=big"), at("/o/bee"), at("/o/bee/1"), at("/o/bee", "?view=other"), at("/settings")]).toEqual(["big", "bees", "bees", "bees", undefined]);
});

it("gives each entry a letter that no other has", () => {
  const letters = menuOf([object("home", "read"), object("ohm", "read")], []).map((entry) => entry.letter);
  expect(letters).toEqual(["o", "m"]);
});
