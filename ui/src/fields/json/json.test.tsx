// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { drawDisplay, drawInput, fieldLike } from "../drawing";
import { isJson } from "./text";

test("a structure is shown in one line of a cell and indented on a page", () => {
  expect(drawDisplay(fieldLike("json"), ["a"], true).container.textContent).toBe('["a"]');
  expect(drawDisplay(fieldLike("json"), ["b"]).container.textContent).toContain('[\n  "b"\n]');
});

test("what is no structure is handed out for the server to refuse", async () => {
  const { given } = await drawInput(fieldLike("json"), null);
  fireEvent.change(screen.getByLabelText("Thing"), { target: { value: "{" } });
  expect(given).toEqual(["{"]);
  expect([isJson("{}"), isJson("3"), isJson("{")]).toEqual([true, false, false]);
});
