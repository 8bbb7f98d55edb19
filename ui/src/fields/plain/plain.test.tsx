// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { drawDisplay, drawInput, fieldLike } from "../drawing";

const unknown = fieldLike("type_of_a_later_version");

test("a value of a type that nobody taught is readable, and so are lists and references of it", () => {
  expect(drawDisplay(unknown, 42).container.textContent).toBe("42");
  expect(drawDisplay(unknown, ["a", "b"]).container.textContent).toBe("a, b");
  expect(drawDisplay(unknown, { id: "1", name: "远大" }).container.textContent).toBe("远大");
  expect(drawDisplay(unknown, null).container.textContent).toBe("");
});

test("it is written as a text, and a blank one is none", async () => {
  const { given } = await drawInput(unknown, "a");
  fireEvent.change(screen.getByLabelText("Thing"), { target: { value: "b" } });
  fireEvent.change(screen.getByLabelText("Thing"), { target: { value: "" } });
  expect(given).toEqual([null, "b"]);
});
