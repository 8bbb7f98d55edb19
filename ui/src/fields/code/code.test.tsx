// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { drawDisplay, drawInput, fieldLike } from "../drawing";

test.each(["barcode", "external_id"])("a %s is kept sign by sign", async (type) => {
  expect(drawDisplay(fieldLike(type), "00A-1").container.textContent).toBe("00A-1");
  const { given } = await drawInput(fieldLike(type), null);
  fireEvent.change(screen.getByLabelText("Thing"), { target: { value: "007" } });
  expect(given).toEqual(["007"]);
});
