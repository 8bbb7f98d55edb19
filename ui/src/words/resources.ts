import i18next from "i18next";

import type { ABOUT } from "./about";
import { BASE } from "./base";
import type { BULK } from "./bulk";
import type { EXPORT } from "./export";
import { EXTEND } from "./extend";
import type { FORMS } from "./forms";
import type { IMPORT } from "./import";
import { INPUTS } from "./inputs";
import { LISTS } from "./lists";
import type { RECORDS } from "./records";
import type { SETTINGS } from "./settings";
import type { VIEWING } from "./viewing";
import type { WAYS } from "./ways";

/** A word in both languages; one that lacks a language does not compile. */
export type Words = Readonly<Record<string, { readonly en: string; readonly zh: string }>>;

/** The words of the pages; each part of the application adds its own file here. */
const PARTS = { ...BASE, ...EXTEND, ...LISTS, ...INPUTS };

export type Word = keyof typeof PARTS | keyof typeof ABOUT | keyof typeof EXPORT | keyof typeof IMPORT | keyof typeof RECORDS | keyof typeof FORMS | keyof typeof BULK | keyof typeof SETTINGS | keyof typeof VIEWING | keyof typeof WAYS;

function inLanguage(words: Words, language: "en" | "zh"): Record<string, string> {
  return Object.fromEntries(Object.entries(words).map(([key, word]) => [key, word[language]]));
}

/** Add the words of a screen that is loaded when it is first shown, or as soon as languages are there. */
export function teach(words: Words): void {
  const add = (): void => {
    for (const language of ["en", "zh"] as const) i18next.addResourceBundle(language, "translation", inLanguage(words, language));
  };
  if (i18next.isInitialized) add();
  else i18next.on("initialized", add);
}

export const RESOURCES = { en: { translation: inLanguage(PARTS, "en") }, zh: { translation: inLanguage(PARTS, "zh") } };
export const WORDS: Words = PARTS;
