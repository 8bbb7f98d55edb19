import { expect, test } from "vitest";

import { preferredLanguage, WORDS } from "./words";

test.each([
  [["zh-Hans-CN", "en"], "zh"],
  [["fr-FR", "zh-TW", "en"], "zh"],
  [["en-GB", "zh"], "en"],
  [["fr"], "en"],
  [[], "en"],
] as const)("a browser that prefers %j gets %s", (preferences, language) => {
  expect(preferredLanguage(preferences)).toBe(language);
});

test("no Chinese word is left in English", () => {
  const same = Object.entries(WORDS.zh).filter(([word, text]) => text === WORDS.en[word as keyof typeof WORDS.en]);
  expect(same).toEqual([]);
});
