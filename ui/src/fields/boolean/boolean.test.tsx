// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { drawInput, fieldLike, operatorOf } from "../drawing";

test("a box hands out true and false, and a filter needs no value", async () => {
  const { given } = await drawInput(fieldLike("boolean"), null);
  fireEvent.click(screen.getByLabelText("Thing"));
  fireEvent.click(screen.getByLabelText("Thing"));
  expect(given).toEqual([false, true]);
  expect(operatorOf(fieldLike("boolean"), "no").write("thing", null)).toBe("thing = FALSE");
});
