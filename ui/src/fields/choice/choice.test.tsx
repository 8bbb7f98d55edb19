// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { drawDisplay, drawInput, fieldLike, operatorOf } from "../drawing";

const field = fieldLike("multi_picklist", { values: [{ name: "a", label: "Alpha" }, { name: "b", label: "Beta", active: false }] });

test("values are shown by their labels, and one that is out of use is not offered", async () => {
  expect(drawDisplay(field, ["a", "b"]).container.textContent).toBe("AlphaBeta");
  const { given } = await drawInput(field, []);
  fireEvent.click(screen.getByRole("combobox", { name: "Thing" }));
  expect(screen.queryByRole("option", { name: "Beta" })).toBeNull();
  fireEvent.click(screen.getByRole("option", { name: "Alpha", hidden: true }));
  expect(given[0]).toEqual(["a"]);
});

test("filters ask whether words are among the values", () => {
  expect(operatorOf(field, "any").write("thing", ["a", "b"])).toBe("(INCLUDES(thing, 'a') OR INCLUDES(thing, 'b'))");
  expect(operatorOf(field, "none").write("thing", ["a"])).toBe("NOT (INCLUDES(thing, 'a'))");
  expect(operatorOf(fieldLike("tags"), "has").write("thing", "o'clock")).toBe("INCLUDES(thing, 'o\\'clock')");
});

test("tags are parted by Chinese commas too", async () => {
  const { given } = await drawInput(fieldLike("tags"), []);
  const input = screen.getByRole("combobox", { name: "Thing" });
  input.focus();
  fireEvent.change(input, { target: { value: "重点，" } });
  expect(given[0]).toEqual(["重点"]);
});
