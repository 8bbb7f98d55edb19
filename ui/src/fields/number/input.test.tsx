// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { drawDisplay, drawInput, fieldLike } from "../drawing";
import { kindOf } from "../registry";

test.each(["integer", "decimal", "money", "percent"])("a %s is handed out without groups and with plain digits", async (type) => {
  const { given } = await drawInput(fieldLike(type), null);
  fireEvent.change(screen.getByLabelText("Thing"), { target: { value: "１，234" } });
  expect(given).toEqual(["1234"]);
});

test("a percentage has its sign, and half a number cannot be computed with", () => {
  expect(drawDisplay(fieldLike("percent"), 12.5).container.textContent).toBe("12.5%");
  const { whole } = kindOf(fieldLike("money"));
  expect(["-", "1.5", "-.5", "abc"].map((text) => whole?.(text))).toEqual([false, true, true, false]);
});
