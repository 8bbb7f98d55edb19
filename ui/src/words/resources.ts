import { ABOUT } from "./about";
import { BASE } from "./base";
import { EXTEND } from "./extend";
import { FORMS } from "./forms";
import { IMPORT } from "./import";
import { INPUTS } from "./inputs";
import { LISTS } from "./lists";

/** A word in both languages; one that lacks a language does not compile. */
export type Words = Readonly<Record<string, { readonly en: string; readonly zh: string }>>;

/** The words of the pages; each part of the application adds its own file here. */
const PARTS = { ...BASE, ...ABOUT, ...EXTEND, ...FORMS, ...LISTS, ...IMPORT, ...INPUTS };

export type Word = keyof typeof PARTS;

function inLanguage(language: "en" | "zh"): Record<string, string> {
  return Object.fromEntries(Object.entries<{ en: string; zh: string }>(PARTS).map(([key, word]) => [key, word[language]]));
}

export const RESOURCES = { en: { translation: inLanguage("en") }, zh: { translation: inLanguage("zh") } };
export const WORDS: Words = PARTS;
