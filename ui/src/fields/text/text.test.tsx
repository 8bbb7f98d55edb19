// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { drawDisplay, drawInput, fieldLike } from "../drawing";

test.each(["text", "long_text"])("a %s of blanks alone is none, and it is shown as text", async (type) => {
  const { given, unmount } = await drawInput(fieldLike(type), "before");
  fireEvent.change(screen.getByLabelText("Thing"), { target: { value: "" } });
  expect(given[0]).toBeNull();
  unmount();
  expect(drawDisplay(fieldLike(type), "<b>a</b>").container.textContent).toBe("<b>a</b>");
});
