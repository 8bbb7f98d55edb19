import { expect, test } from "vitest";

import { everyPart, keyOf } from "../layout/parts";
import { freshFields, showsField, withField, withFieldNamed, withoutFields } from "./useFieldPages";

const LAYOUT = {
  name: "page", object: "thing",
  tabs: [{ name: "timeline", components: [{ name: "timeline" }] }, { name: "details", sections: [{ name: "main", fields: [{ field: "name" }, { field: "notes", wide: true }] }] }],
};
const fields = (layout: Parameters<typeof everyPart>[0]) => everyPart(layout, "field").map((part) => keyOf("field", part));

test("a field joins the end of the first section of a page once, follows its name and goes again", () => {
  const shown = withField(LAYOUT, "field");
  expect(fields(shown)).toEqual(["name", "notes", "field"]);
  expect(withField(shown, "field")).toBe(shown);
  expect(fields(withFieldNamed(shown, "field", "rent"))).toEqual(["name", "notes", "rent"]);
  expect(withoutFields(shown, new Set(["field"]))).toEqual(LAYOUT);
});

test("a page without a section gets one for a field", () => {
  expect(showsField(withField({ name: "page", tabs: [] }, "rent"), "rent")).toBe(true);
  expect(showsField(withField({ name: "page", tabs: [{ name: "history" }] }, "rent"), "rent")).toBe(true);
});

test("the fields that only a draft has are told from those that are published", () => {
  const object = (...names: string[]) => ({ fields: names.map((name) => ({ name })) });
  expect([...freshFields(object("name", "rent"), object("name"))]).toEqual(["rent"]);
  expect([...freshFields(object("name"), null)]).toEqual(["name"]);
});
