import { expect, it } from "vitest";

import { grouped, menuOf } from "./menu";
import type { ObjectSummary } from "./metadata";

const object = (name: string, ...rights: ObjectSummary["rights"][number][]): ObjectSummary =>
  ({ name, label: name, plural: `${name}s`, icon: null, rights });
const APPS = [{
  name: "desk", label: "Desk",
  menu: [
    { name: "first", label: "First", items: [{ name: "b", object: "bee" }, { name: "again", object: "bee" }, { name: "hidden", object: "cow" }] },
    { name: "second", label: "Second", items: [{ name: "a", object: "ant" }] },
  ],
}];

it("groups objects as the apps do, once each, and the rest below", () => {
  const entries = menuOf([object("ant", "read"), object("bee", "read"), object("dog", "read"), object("cow")], APPS);
  expect(grouped(entries).map(([group, found]) => [group, found.map((entry) => entry.object.name)])).toEqual([
    ["First", ["bee"]], ["Second", ["ant"]], [null, ["dog"]],
  ]);
});

it("gives each entry a letter that no other has", () => {
  const letters = menuOf([object("home", "read"), object("ohm", "read")], []).map((entry) => entry.letter);
  expect(letters).toEqual(["o", "m"]);
});
