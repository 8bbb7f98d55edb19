import { expect, test } from "vitest";

import { suggested, typedBefore, type Suggestion } from "./suggesting";

const FIELDS: readonly Suggestion[] = [
  { text: "amount", hint: "金额", call: false }, { text: "account", hint: "客户", call: false }, { text: "line_total", hint: "明细金额", call: false },
];
const FUNCTIONS: readonly Suggestion[] = [{ text: "ABS", hint: "ABS(number)", call: true }];
const fitting = (typed: string) => suggested(typed, FIELDS, FUNCTIONS).map(({ text }) => text);

test.each([
  ["a", ["amount", "account", "ABS"]],
  ["金", ["amount", "line_total"]],
  ["客户", ["account"]],
  ["", ["amount", "account", "line_total", "ABS"]],
  ["account", []],
  ["owner.am", ["amount"]],
])("a field is found by its name or by what people call it: %s", (typed, found) => {
  expect(fitting(typed)).toEqual(found);
});

test.each([["1 + 金额", "金额"], ["owner.na", "owner.na"], ["$us", "$us"], ["amount > ", ""], ["'a'", ""]])(
  "what is typed last of a name is told in any letters: %s",
  (text, typed) => {
    expect(typedBefore(text)).toBe(typed);
  },
);
