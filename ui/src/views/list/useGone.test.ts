import { expect, test } from "vitest";

import { namesOneOf } from "./useGone";

test.each([
  ["colour = 'red'", true],
  ["name = 'colour'", false],
  ["name = 'it\\'s' AND colour = 'red'", true],
  ["account.colour = 'red'", false],
  ["colour.name = 'red'", true],
  ["colours > 1", false],
  ["COLOUR(1) > 1", false],
  ["", false],
])("a formula names a field of its object where it says it as a name: %s", (formula, names) => {
  expect(namesOneOf(formula, ["colour", "COLOUR"])).toBe(names);
});

test("no formula names one of no fields", () => {
  expect(namesOneOf("colour = 1", [])).toBe(false);
});
