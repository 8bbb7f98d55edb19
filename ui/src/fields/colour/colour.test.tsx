// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { drawDisplay, drawInput, fieldLike } from "../drawing";

test("only a whole colour is painted", () => {
  expect(drawDisplay(fieldLike("colour"), "#1f6f6a").container.querySelector(".swatch")).not.toBeNull();
  expect(drawDisplay(fieldLike("colour"), "url(x)").container.querySelector("[style]")).toBeNull();
});

test("a colour is typed in", async () => {
  const { given } = await drawInput(fieldLike("colour"), null);
  fireEvent.change(screen.getByRole("textbox", { name: "Thing" }), { target: { value: "#00ff00" } });
  expect(given).toEqual(["#00ff00"]);
});
