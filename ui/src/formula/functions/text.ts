// Cutting, joining, searching, cleaning. Positions count code points from 1; a blank text is an empty one.
import { ZERO, number, place, type Decimal } from "../arithmetic.ts";
import { CannotCompute, NotLoaded, fail } from "../failure.ts";
import { pure, type FunctionRow } from "./row.ts";

export const LENGTH_LIMIT = 1_000_000;
const PAD_LIMIT = 100_000;
const LIKE_LIMIT = 4_000;
const SURROGATE = /[\ud800-\udfff]/;
const ENDS = /^[ \t\n\r\f\v]+|[ \t\n\r\f\v]+$/g;
const NUMBER_TEXT = /^[+-]?(\d*)(?:\.(\d*))?$/;

export function lengthOf(text: string): number {
  return SURROGATE.test(text) ? [...text].length : text.length;
}

function cut(text: string, start: number, end?: number): string {
  return SURROGATE.test(text) ? [...text].slice(start, end).join("") : text.slice(start, end);
}

export function bounded(text: string): string {
  return text.length > LENGTH_LIMIT && lengthOf(text) > LENGTH_LIMIT ? fail() : text;
}

export function trimmed(text: string): string {
  return text.replace(ENDS, "");
}

export function numberOf(text: string): Decimal | null {
  const cleaned = trimmed(text);
  if (!cleaned) return null;
  const [match, whole = "", fraction = ""] = NUMBER_TEXT.exec(cleaned) ?? fail();
  if (!whole && !fraction) fail();
  if (whole.replace(/^0+/, "").length > 30 || fraction.length > 30) fail();
  return number(`${match.startsWith("-") ? "-" : ""}${whole || "0"}.${fraction || "0"}`);
}

function isNumber(text: string): boolean {
  try {
    return numberOf(text) !== null;
  } catch (error) {
    if (error instanceof CannotCompute) return false;
    throw error;
  }
}

export function joined(...parts: string[]): string {
  return parts.reduce((total, part) => total + lengthOf(part), 0) > LENGTH_LIMIT ? fail() : parts.join("");
}

function find(wanted: string, text: string, start?: Decimal): Decimal {
  const first = start === undefined ? 1 : place(start);
  if (first < 1 || !wanted) return ZERO;
  const skipped = cut(text, 0, first - 1).length;
  const found = text.indexOf(wanted, skipped);
  return found < 0 || first - 1 > lengthOf(text) ? ZERO : number(lengthOf(text.slice(0, found)) + 1);
}

function substitute(text: string, old: string, replacement: string): string {
  if (!old) return "";
  const parts = text.split(old);
  const growth = (parts.length - 1) * (lengthOf(replacement) - lengthOf(old));
  return growth > 0 && lengthOf(text) + growth > LENGTH_LIMIT ? fail() : parts.join(replacement);
}

function replaceAt(text: string, start: Decimal, count: Decimal, replacement: string): string {
  const first = Math.max(1, place(start)) - 1;
  return bounded(cut(text, 0, first) + replacement + cut(text, first + Math.max(0, place(count))));
}

function padded(text: string, size: Decimal, filler: string): [string, string] {
  const width = Math.max(0, place(size));
  if (width > PAD_LIMIT) fail();
  const missing = width - lengthOf(text);
  if (missing <= 0 || !filler) return [cut(text, 0, width), ""];
  return [text, cut(filler.repeat(Math.floor(missing / lengthOf(filler)) + 1), 0, missing)];
}

function repeated(text: string, count: Decimal): string {
  const times = Math.max(0, place(count));
  return lengthOf(text) * times > LENGTH_LIMIT ? fail() : text.repeat(times);
}

function isTurkish(locale: string): boolean {
  return ["tr", "az"].includes(locale.toLowerCase().replaceAll("-", "_").split("_")[0] ?? "");
}

function upper(text: string, locale = ""): string {
  return (isTurkish(locale) ? text.replaceAll("i", "İ") : text).toUpperCase();
}

// A capital sigma becomes the same small one wherever it stands, as databases have it.
function lower(text: string, locale = ""): string {
  const plain = isTurkish(locale) ? text.replaceAll("I", "ı").replaceAll("İ", "i") : text;
  return plain.replaceAll("Σ", "σ").toLowerCase();
}

function title(text: string): string {
  let inside = false;
  return [...text]
    .map((character) => {
      const written = inside ? character.toLowerCase() : character.toUpperCase();
      inside = /[\p{L}\p{N}]/u.test(character) || (inside && "'’".includes(character));
      return written;
    })
    .join("");
}

// The key of comparison without case and width. JavaScript has no case folding: beyond ASCII only letters that have no
// case at all are certain, the rest is the server's.
function fold(text: string): string {
  const plain = text.normalize("NFKC");
  for (const character of plain) {
    if (character > "\x7f" && (character.toLowerCase() !== character || character.toUpperCase() !== character)) {
      throw new NotLoaded("case folding");
    }
  }
  return plain.toLowerCase();
}

interface Piece {
  readonly any: boolean;
  readonly character: string | null; // null stands for every character
}

// Nothing for a pattern that ends in an escape: it matches no text.
function piecesOf(pattern: string): Piece[] | null {
  const pieces: Piece[] = [];
  let plain = false;
  for (const character of pattern) {
    if (!plain && character === "\\") {
      plain = true;
      continue;
    }
    if (!plain && character === "%") pieces.push({ any: true, character: null });
    else pieces.push({ any: false, character: !plain && character === "_" ? null : character });
    plain = false;
  }
  return plain ? null : pieces;
}

// From left to right; after a mismatch only the last `%` takes one character more.
function like(text: string, pattern: string): boolean {
  if (lengthOf(pattern) > LIKE_LIMIT) fail();
  const pieces = piecesOf(pattern);
  if (pieces === null) return false;
  const characters = [...text];
  let [at, piece, mark, star] = [0, 0, 0, -1];
  while (at < characters.length) {
    const wanted = pieces[piece];
    if (wanted?.any) [star, mark, piece] = [piece, at, piece + 1];
    else if (wanted && (wanted.character === null || wanted.character === characters[at])) [at, piece] = [at + 1, piece + 1];
    else if (star >= 0) [mark, at, piece] = [mark + 1, mark + 1, star + 1];
    else return false;
  }
  return pieces.slice(piece).every((rest) => rest.any);
}

function textJoin(separator: string, ...parts: (string | readonly string[])[]): string {
  const texts = parts.flat().filter((text) => text !== "");
  const length = texts.reduce((total, text) => total + lengthOf(text), 0);
  return length + lengthOf(separator) * texts.length > LENGTH_LIMIT ? fail() : texts.join(separator);
}

function split(text: string, separator: string): readonly string[] {
  if (!text) return [];
  return separator ? text.split(separator).map((part) => part.trim()) : [text];
}

function character(code: Decimal): string {
  const point = place(code);
  return point > 0 && point < 0x11_0000 && !(point >= 0xd800 && point < 0xe000) ? String.fromCodePoint(point) : fail();
}

const proper = pure(title);

export const TEXT: Readonly<Record<string, FunctionRow>> = {
  LEN: pure((text: string) => number(lengthOf(text))),
  LEFT: pure((text: string, count: Decimal) => cut(text, 0, Math.max(0, place(count)))),
  RIGHT: pure((text: string, count: Decimal) => (place(count) > 0 ? cut(text, -place(count)) : "")),
  MID: pure((text: string, start: Decimal, count: Decimal) => {
    const first = Math.max(1, place(start)) - 1;
    return cut(text, first, first + Math.max(0, place(count)));
  }),
  FIND: pure(find),
  CONTAINS: pure((text: string, wanted: string) => text.includes(wanted)),
  ICONTAINS: pure((text: string, wanted: string) => fold(text).includes(fold(wanted))),
  BEGINS: pure((text: string, start: string) => text.startsWith(start)),
  ENDS: pure((text: string, end: string) => text.endsWith(end)),
  LIKE: pure(like),
  SUBSTITUTE: pure(substitute),
  REPLACE: pure(replaceAt),
  TRIM: pure(trimmed),
  UPPER: pure(upper),
  LOWER: pure(lower),
  PROPER: proper,
  INITCAP: proper,
  LPAD: pure((text: string, size: Decimal, filler?: string) => {
    const [kept, padding] = padded(text, size, filler ?? " ");
    return kept && padding + kept;
  }),
  RPAD: pure((text: string, size: Decimal, filler?: string) => {
    const [kept, padding] = padded(text, size, filler ?? " ");
    return kept && kept + padding;
  }),
  REPT: pure(repeated),
  REVERSE: pure((text: string) => [...text].reverse().join("")),
  CONCAT: pure(joined),
  TEXTJOIN: pure(textJoin),
  SPLIT: pure(split),
  FOLD: pure(fold),
  ASCII: pure((text: string) => (text ? number(text.codePointAt(0) ?? 0) : null)),
  CHR: pure(character),
  BR: pure(() => "\n"),
  VALUE: pure(numberOf),
  ISNUMBER: pure(isNumber),
};
