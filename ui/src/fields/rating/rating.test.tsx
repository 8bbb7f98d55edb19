// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { drawDisplay, drawInput, fieldLike } from "../drawing";

const field = fieldLike("rating", { editor: { input: "rating", max: 3 } });

test("as many stars are filled as were given", () => {
  expect(drawDisplay(field, 2).container.querySelectorAll("[data-filled]")).toHaveLength(2);
});

test("a star is chosen and taken back", async () => {
  const { given } = await drawInput(field, null);
  const stars = screen.getAllByRole("radio");
  fireEvent.click(stars[3] as HTMLElement);
  fireEvent.click(stars[0] as HTMLElement);
  expect(given).toEqual([null, 3]);
});
