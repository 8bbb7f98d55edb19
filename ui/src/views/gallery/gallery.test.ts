import { expect, test } from "vitest";

import { columnsIn, nextCard } from "./steps";

test("as many cards stand beside each other as have room, and one always", () => {
  expect([columnsIn(0), columnsIn(366), columnsIn(760), columnsIn(1200)]).toEqual([1, 1, 3, 4]);
});

test("arrows lead along and across the cards and not out of them", () => {
  expect(["ArrowRight", "ArrowDown", "ArrowUp", "Home", "End", "x"].map((key) => nextCard(key, 5, 4, 8))).toEqual([6, null, 1, 0, 7, null]);
});
