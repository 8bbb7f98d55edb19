import type { Word } from "../words/resources";
import type { Value } from "./records";

/** One way to narrow a list by a field; it is written as a formula. */
export interface Operator {
  name: string;
  word: Word;
  /** How many values it needs; with `nothing`, no input is shown. */
  takes: "nothing" | "one" | "many";
  /** The formula for the path; null while the value is not whole. */
  write: (path: string, value: Value) => string | null;
}

/** A text as the formula language writes it. */
export const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
