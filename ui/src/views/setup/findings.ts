import type { Finding } from "./api";
import { worded } from "./words";

/** The values of a message that are names of keys, types or languages, which people know by other words. */
const NAMED = { key: "key", type: "type", wanted: "type", language: "language" } as const;

const wordsIn = (found: Finding): readonly (readonly [string, string])[] =>
  Object.entries(NAMED).flatMap(([param, prefix]) => {
    const value = found.params?.[param];
    return typeof value === "string" && value !== "" ? value.split(", ").map((name) => [name, worded(prefix, name)] as const) : [];
  });

/** What is wrong in words of the pages, with what to write instead where the sentence does not say it. */
export function sentenceOf(found: Finding): string {
  const told = wordsIn(found).reduce((text, [name, word]) => text.replace(new RegExp(`\\b${name}\\b ?`, "g"), (met) => word + (met.endsWith(" ") && /[a-z]$/i.test(word) ? " " : "")), found.message);
  return found.fix === null || told.includes(found.fix) ? told : `${told} → ${found.fix}`;
}

const LACKS: ReadonlySet<string> = new Set(["missing_key", "field_needs_key"]);

/** A finding of something that is lacking, told at what is lacking. */
export const atWhatLacks = (found: Finding): Finding =>
  LACKS.has(found.code) && typeof found.params?.["key"] === "string" ? { ...found, path: `${found.path}/${found.params["key"]}` } : found;
