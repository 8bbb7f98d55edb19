// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { Opener } from "./Opener";

afterEach(cleanup);

const shown = () => render(
  <Opener opens="dialog" panel={({ onClose }) => <button type="button" autoFocus onClick={onClose}>Shut</button>}>Open</Opener>,
);

test("what a button opens is drawn when it is pressed, and goes when it is pressed again", () => {
  shown();
  const button = screen.getByRole("button", { name: "Open" });
  expect(screen.queryByText("Shut")).toBeNull();
  fireEvent.click(button);
  expect([screen.getByText("Shut").tagName, button.getAttribute("aria-expanded")]).toEqual(["BUTTON", "true"]);
  fireEvent.click(button);
  expect([screen.queryByText("Shut"), button.getAttribute("aria-expanded")]).toEqual([null, "false"]);
});

test("the focus is at the button again when what had it is gone", () => {
  shown();
  fireEvent.click(screen.getByRole("button", { name: "Open" }));
  expect(document.activeElement?.textContent).toBe("Shut");
  fireEvent.click(screen.getByText("Shut"));
  expect(document.activeElement?.textContent).toBe("Open");
});
