import { expect, test } from "vitest";

import { everyPart, inserted, keyOf, moved, partAt, partsIn, pathOf, removed, replaced, type Place } from "./parts";

const section = (name: string, ...fields: string[]) => ({ name, fields: fields.map((field) => ({ field })) });
const LAYOUT = {
  name: "page", object: "thing",
  tabs: [{ name: "details", sections: [section("main", "a", "b", "c"), section("more", "d")] }, { name: "other", sections: [section("main", "b")] }],
};
const at = (kind: Place["kind"], ...path: number[]): Place => ({ kind, path });
const fields = (layout: typeof LAYOUT | Parameters<typeof partsIn>[0], ...path: number[]) => partsIn(layout, "field", path).map((part) => keyOf("field", part));

test("a part moves within its list and to another one, and tells where it stands then", () => {
  const within = moved(LAYOUT, at("field", 0, 0, 0), at("field", 0, 0, 2));
  expect([fields(within.layout, 0, 0), within.place.path]).toEqual([["b", "a", "c"], [0, 0, 1]]);
  const across = moved(LAYOUT, at("field", 0, 0, 1), at("field", 0, 1, 1));
  expect([fields(across.layout, 0, 0), fields(across.layout, 0, 1), across.place.path]).toEqual([["a", "c"], ["d", "b"], [0, 1, 1]]);
  expect(moved(LAYOUT, at("field", 0, 0, 1), at("field", 0, 0, 1)).layout).toEqual(LAYOUT);
});

test("a list never has a field twice, and a section gives way to another of its name", () => {
  const again = inserted(LAYOUT, at("field", 0, 0, 3), { field: "a" });
  expect([fields(again.layout, 0, 0), again.place.path]).toEqual([["b", "c", "a"], [0, 0, 2]]);
  const sections = moved(LAYOUT, at("section", 1, 0), at("section", 0, 0)).layout;
  expect(partsIn(sections, "section", [0]).map((part) => part["name"])).toEqual(["main_2", "main", "more"]);
  expect(partAt(sections, at("tab", 1))).toEqual({ name: "other" });
});

test("a part is replaced and removed where it stands, and named as findings name it", () => {
  expect(fields(removed(LAYOUT, at("field", 0, 1, 0)), 0, 1)).toEqual([]);
  expect(partAt(replaced(LAYOUT, at("field", 0, 0, 1), { field: "b", wide: true }), at("field", 0, 0, 1))).toEqual({ field: "b", wide: true });
  expect(pathOf(LAYOUT, at("field", 0, 1, 0))).toBe("layout/page/tabs/details/sections/more/fields/d");
  expect(everyPart(LAYOUT, "field").map((part) => part["field"])).toEqual(["a", "b", "c", "d", "b"]);
});
