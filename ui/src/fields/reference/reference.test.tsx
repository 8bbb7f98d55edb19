import { expect, test } from "vitest";

import { drawDisplay, fieldLike, operatorOf } from "../drawing";
import { writtenBy } from "../registry";

const field = fieldLike("lookup", { to: "place", to_name: "title" });

test("a reference shows the name of what it names and leads there", () => {
  const link = drawDisplay(field, { id: "7", title: "苏州" }).getByRole("link", { name: "苏州" });
  expect(link.getAttribute("href")).toBe("/o/place/7");
});

test("a reference to what may not be seen leads nowhere", () => {
  expect(drawDisplay(fieldLike("lookup"), "7").container.querySelector("a")).toBeNull();
});

test("a reference is written by its id, a pointer with its kind", () => {
  expect(writtenBy(field, { id: "7", title: "苏州" })).toBe("7");
  expect(writtenBy(fieldLike("poly_lookup"), { id: "7", type: "place", name: "苏州" })).toEqual({ id: "7", type: "place" });
  expect(operatorOf(field, "is").write("thing", { id: "7" })).toBe("thing = '7'");
});
