import { expect, test } from "vitest";

import { preferredLanguage } from "../core/preferences";
import { ABOUT } from "./about";
import { BULK } from "./bulk";
import { EXPORT } from "./export";
import { FORMS } from "./forms";
import { IMPORT } from "./import";
import { RECORDS } from "./records";
import { WAYS } from "./ways";
import { WORDS as ALWAYS, type Words } from "./resources";
import { SETTINGS } from "./settings";

const WORDS: Words = { ...ALWAYS, ...ABOUT, ...BULK, ...EXPORT, ...FORMS, ...IMPORT, ...RECORDS, ...SETTINGS, ...WAYS };

test.each([
  [["zh-Hans-CN", "en"], "zh"],
  [["fr-FR", "zh-TW", "en"], "zh"],
  [["en-GB", "zh"], "en"],
  [["fr"], "en"],
  [[], "en"],
] as const)("a browser that prefers %j gets %s", (preferences, language) => {
  expect(preferredLanguage(preferences)).toBe(language);
});

test("no word is left in English", () => {
  const same = Object.entries(WORDS).filter(([, word]) => word.en === word.zh);
  expect(same).toEqual([]);
});

test("a word takes the same parts in both languages", () => {
  const parts = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(([part]) => part).sort();
  const uneven = Object.entries(WORDS).filter(([, word]) => String(parts(word.en)) !== String(parts(word.zh)));
  expect(uneven).toEqual([]);
});
