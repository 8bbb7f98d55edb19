import { expect, test } from "vitest";

import type { FieldMeta } from "../../core/metadata";
import { amountText, moneyText, numberText } from "./text";

const field = { name: "amount", scale: 2 } as FieldMeta;

test("a number is grouped, one that arrives as text too, and nothing stays nothing", () => {
  expect([1234567.5, "98765432109876.25", null].map((value) => numberText(field, value, "en"))).toEqual(["1,234,567.5", "98,765,432,109,876.25", ""]);
});

test("an error of a formula is shown as it is", () => {
  expect(numberText(field, "#ERROR", "en")).toBe("#ERROR");
});

test("an amount bears the sign of its currency, where that is known", () => {
  expect(moneyText(field, 1234.5, "en", "EUR")).toBe("€1,234.50");
  expect(moneyText(field, "88", "zh", "CNY")).toBe("¥88");
  expect([null, "x", undefined].map((code) => moneyText(field, 1234.5, "en", code))).toEqual(["1,234.5", "1,234.5", "1,234.5"]);
  expect(moneyText(field, "****", "en", "EUR")).toBe("****");
});

test("an amount of a record bears the sign of its own currency, else that of all of them", () => {
  const beside = { ...field, currency: { field: "amount__currency" } } as FieldMeta;
  expect(amountText(beside, 5, "en", { id: "1", amount__currency: "EUR" })).toBe("€5");
  expect(amountText({ ...field, currency: { code: "CNY" } } as FieldMeta, 5, "zh")).toBe("¥5");
});
