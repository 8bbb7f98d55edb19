// @vitest-environment jsdom
import { cleanup, renderHook } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { useShortcuts } from "./shortcuts";

afterEach(() => {
  cleanup();
  document.body.innerHTML = "";
});

function press(key: string, target: Element = document.body, more: KeyboardEventInit = {}) {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

function listening() {
  const pressed: string[] = [];
  const note = (name: string) => () => void pressed.push(name);
  renderHook(() => useShortcuts({ "g h": note("home"), h: note("h"), "Ctrl+k": note("palette"), "/": note("search") }));
  return pressed;
}

test("a pair of keys is one shortcut, and its second key alone is another", () => {
  const pressed = listening();
  press("h");
  press("g");
  press("h");
  expect(pressed).toEqual(["h", "home"]);
});

test("a key typed into an input is no shortcut, but one with Ctrl is", () => {
  const pressed = listening();
  document.body.innerHTML = "<input>";
  const input = document.querySelector("input");
  if (input === null) throw new Error("no input");
  press("/", input);
  press("k", input, { ctrlKey: true });
  expect(pressed).toEqual(["palette"]);
});

test("a key that chooses a Chinese character is no shortcut", () => {
  const pressed = listening();
  press("h", document.body, { isComposing: true });
  expect(pressed).toEqual([]);
});
