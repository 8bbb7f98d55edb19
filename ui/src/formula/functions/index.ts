// The functions that a browser computes as the server does. What is not here the server decides: patterns run there on
// an engine that cannot be made to hang, and readings, rates, holidays and other records are its own.
import { CONVERSION } from "./conversion.ts";
import { DATES } from "./dates.ts";
import { NUMBER } from "./number.ts";
import { OPERATORS } from "./operators.ts";
import { RECORD } from "./record.ts";
import type { FunctionRow } from "./row.ts";
import { TEXT } from "./text.ts";

export { LAZY } from "./logic.ts";

export const FUNCTIONS: Readonly<Record<string, FunctionRow>> = {
  ...OPERATORS,
  ...TEXT,
  ...NUMBER,
  ...DATES,
  ...CONVERSION,
  ...RECORD,
};

export const SERVER_FUNCTIONS: readonly string[] = [
  "CONVERT",
  "CURRENCYRATE",
  "DATEDRATE",
  "FORMATCURRENCY",
  "INITIALS",
  "JSONVALUE",
  "NETWORKDAYS",
  "PINYIN",
  "REGEX",
  "REGEXEXTRACT",
  "REGEXREPLACE",
  "VLOOKUP",
  "WORKDAY",
];
