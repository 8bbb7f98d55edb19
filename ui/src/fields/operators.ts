import { quoted, type Operator } from "../core/operator";
import type { Value } from "../core/records";
import type { Word } from "../words/resources";

export { quoted } from "../core/operator";

type Written = (value: string) => string;

const given = (value: Value): string | null => {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
};

const one = (name: string, word: Operator["word"], write: (path: string, value: string) => string, literal: Written): Operator => ({
  name, word, takes: "one",
  write: (path, value) => {
    const text = given(value);
    return text === null ? null : write(path, literal(text));
  },
});

export const IS_BLANK: Operator = { name: "blank", word: "filter.blank", takes: "nothing", write: (path) => `ISBLANK(${path})` };
export const IS_FILLED: Operator = { name: "filled", word: "filter.filled", takes: "nothing", write: (path) => `NOT ISBLANK(${path})` };

/** `=` and `!=` over values that are written by `literal`. */
export const equality = (literal: Written): readonly Operator[] => [
  one("is", "filter.is", (path, value) => `${path} = ${value}`, literal),
  one("is_not", "filter.isNot", (path, value) => `${path} != ${value}`, literal),
];

/** Comparisons of values that have an order, in words for amounts or for moments. */
export const ordering = (literal: Written, least: Word = "filter.atLeast", most: Word = "filter.atMost"): readonly Operator[] => [
  one("least", least, (path, value) => `${path} >= ${value}`, literal),
  one("most", most, (path, value) => `${path} <= ${value}`, literal),
];

/** Being among several, or none of several, texts. */
export const membership: readonly Operator[] = [
  { name: "any", word: "filter.anyOf", takes: "many", write: (path, value) => among(path, value, "IN") },
  { name: "none", word: "filter.noneOf", takes: "many", write: (path, value) => among(path, value, "NOT IN") },
];

function among(path: string, value: Value, operator: string): string | null {
  const chosen = Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
  return chosen.length === 0 ? null : `${path} ${operator} (${chosen.map(quoted).join(", ")})`;
}

export const TEXT_OPERATORS: readonly Operator[] = [
  one("contains", "filter.contains", (path, value) => `ICONTAINS(${path}, ${value})`, quoted),
  ...equality(quoted),
  IS_BLANK,
  IS_FILLED,
];
