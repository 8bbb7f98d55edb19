// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { drawDisplay, drawInput, fieldLike, operatorOf } from "../drawing";

const field = fieldLike("encrypted");

test("what is typed is hidden, and found by the whole value alone", async () => {
  expect(drawDisplay(field, "****").container.textContent).toBe("****");
  const { given } = await drawInput(field, null);
  const input = screen.getByLabelText("Thing");
  expect(input.getAttribute("type")).toBe("password");
  fireEvent.change(input, { target: { value: "110" } });
  expect(given).toEqual(["110"]);
  expect(operatorOf(field, "is").write("thing", "110")).toBe("thing = '110'");
  expect(() => operatorOf(field, "contains")).toThrow();
});
