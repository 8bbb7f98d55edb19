// @vitest-environment jsdom
import { fireEvent } from "@testing-library/react";
import { expect, test } from "vitest";

import { drawDisplay, drawInput, fieldLike, operatorOf } from "../drawing";
import { namedBy, namingBy, writtenBy } from "../registry";

const field = fieldLike("lookup", { to: "place", to_name: "title" });

test("a reference shows the name of what it names and leads there", () => {
  const link = drawDisplay(field, { id: "7", title: "苏州" }).getByRole("link", { name: "苏州" });
  expect(link.getAttribute("href")).toBe("/o/place/7");
});

test("a reference to what may not be seen leads nowhere", () => {
  expect(drawDisplay(fieldLike("lookup"), "7").container.querySelector("a")).toBeNull();
});

test("several references are found by any of them, and one is taken away by its button", async () => {
  const many = fieldLike("many_to_many", { to: "place" });
  expect(operatorOf(many, "has").write("thing", { id: "7" })).toBe("INCLUDES(thing, '7')");
  expect(operatorOf(many, "has_not").write("thing", { id: "7" })).toBe("NOT INCLUDES(thing, '7')");
  const { given, getAllByRole } = await drawInput(many, ["7", "8"]);
  fireEvent.click(getAllByRole("button")[0]!);
  expect(given[0]).toEqual(["8"]);
});

test("the records that name one are found and made by the field that names it", () => {
  const many = fieldLike("many_to_many", { to: "place" });
  const one = { id: "7", title: "苏州" };
  expect([namedBy(field, one), namingBy(field, one)]).toEqual(["thing = '7'", one]);
  expect([namedBy(many, one), namingBy(many, one)]).toEqual(["INCLUDES(thing, '7')", ["7"]]);
});

test("a reference is written by its id, a pointer with its kind", () => {
  expect(writtenBy(field, { id: "7", title: "苏州" })).toBe("7");
  expect(writtenBy(fieldLike("poly_lookup"), { id: "7", type: "place", name: "苏州" })).toEqual({ id: "7", type: "place" });
  expect(operatorOf(field, "is").write("thing", { id: "7" })).toBe("thing = '7'");
});
