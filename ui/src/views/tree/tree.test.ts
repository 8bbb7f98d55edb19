// @vitest-environment jsdom
import { expect, test } from "vitest";

import { wayOf } from "./keys";

document.body.innerHTML = `
  <ul role="tree" id="tree">
    <li role="treeitem" id="a" aria-expanded="true"><ul role="group">
      <li role="treeitem" id="b" aria-expanded="false"></li>
      <li role="treeitem" id="c"></li>
    </ul></li>
    <li role="treeitem" id="d"></li>
  </ul>`;
const find = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`${id} is drawn`);
  return found;
};
const way = (key: string, from: string) => {
  const found = wayOf(key, find(from), find("tree"));
  return found && (found.focus?.id ?? (found.open === undefined ? "stays" : found.open ? "opens" : "closes"));
};

test("arrows lead along a tree, into what is open and out of what stands below", () => {
  expect([way("ArrowDown", "a"), way("ArrowDown", "c"), way("ArrowUp", "d"), way("ArrowUp", "a")]).toEqual(["b", "d", "c", "stays"]);
  expect([way("ArrowRight", "a"), way("ArrowRight", "b"), way("ArrowRight", "c")]).toEqual(["b", "opens", "stays"]);
  expect([way("ArrowLeft", "a"), way("ArrowLeft", "c"), way("ArrowLeft", "d")]).toEqual(["closes", "a", "stays"]);
  expect([way("Home", "c"), way("End", "a"), way("x", "a")]).toEqual(["a", "d", null]);
});
