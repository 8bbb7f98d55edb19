// Other shapes of a value: text of anything and encodings for the web.
import { Decimal, place } from "../arithmetic.ts";
import { Duration } from "../moments.ts";
import type { Value } from "../value.ts";
import { pure, type FunctionRow } from "./row.ts";
import { bounded } from "./text.ts";

const CHECKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
const SAFE_SCHEMES = new Set(["http", "https", "mailto", "tel"]);
const SCHEME = /^([a-z][a-z0-9+.-]*):/i;

// A value as formulas show it: numbers plain, dates YYYY-MM-DD, instants in UTC with a final Z.
export function textOf(value: Value): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (value instanceof Decimal) return value.toFixed();
  if (value instanceof Duration) return new Decimal(value.micros.toString()).div(1_000_000).toFixed();
  if (Array.isArray(value)) return value.join(";");
  return typeof value === "object" && "latitude" in value ? "" : String(value);
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#x27;");
}

// An address whose scheme could run code becomes #.
function safe(url: string): string {
  const scheme = SCHEME.exec([...url].filter((character) => character > " ").join(""))?.[1];
  return scheme === undefined || SAFE_SCHEMES.has(scheme.toLowerCase()) ? url : "#";
}

function link(url: string, label: string, target = ""): string {
  const frame = target ? ` target="${escaped(target)}" rel="noopener"` : "";
  return bounded(`<a href="${escaped(safe(url))}"${frame}>${escaped(label || url)}</a>`);
}

function image(url: string, alternative = "", height?: Decimal, width?: Decimal): string {
  const size = [
    ["height", height],
    ["width", width],
  ] as const;
  const attributes = size.map(([name, value]) => (value === undefined ? "" : ` ${name}="${place(value)}"`));
  return bounded(`<img src="${escaped(safe(url))}" alt="${escaped(alternative)}"${attributes.join("")}>`);
}

function urlEncoded(text: string): string {
  const encoded = encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return bounded(encoded.replaceAll("%20", "+"));
}

function caseSafeId(text: string): string {
  if (!/^[0-9A-Za-z]{15}$/.test(text)) return text;
  const check = (start: number): number =>
    Array.from(text.slice(start, start + 5)).reduce((sum, letter, bit) => sum + (/[A-Z]/.test(letter) ? 1 << bit : 0), 0);
  return text + [0, 5, 10].map((start) => CHECKS.charAt(check(start))).join("");
}

function scriptEncoded(text: string): string {
  const written = JSON.stringify(text).slice(1, -1);
  return bounded(written.replaceAll("'", "\\'").replaceAll("<", "\\u003C").replaceAll(">", "\\u003E"));
}

export const CONVERSION: Readonly<Record<string, FunctionRow>> = {
  TEXT: pure(textOf),
  CASESAFEID: pure(caseSafeId),
  HYPERLINK: pure(link),
  IMAGE: pure(image),
  URLENCODE: pure(urlEncoded),
  HTMLENCODE: pure((text: string) => bounded(escaped(text).replaceAll("&#x27;", "&#39;"))),
  JSENCODE: pure(scriptEncoded),
};
