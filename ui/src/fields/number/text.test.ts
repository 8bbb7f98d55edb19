import { expect, test } from "vitest";

import type { FieldMeta } from "../../core/metadata";
import { numberText } from "./text";

const field = { name: "amount", scale: 2 } as FieldMeta;

test("a number is grouped, one that arrives as text too, and nothing stays nothing", () => {
  expect([1234567.5, "98765432109876.25", null].map((value) => numberText(field, value, "en"))).toEqual(["1,234,567.5", "98,765,432,109,876.25", ""]);
});

test("an error of a formula is shown as it is", () => {
  expect(numberText(field, "#ERROR", "en")).toBe("#ERROR");
});
