import type { FieldMeta } from "../../core/metadata";
import type { Value } from "../../core/records";
import { CLOCK, personZone } from "../../core/zone";
import { instantOf, wallOf } from "../../formula/moments";

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(language: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${Object.keys(options).join(" ")}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(language, { ...options, timeZone: zone });
  formats.set(key, made);
  return made;
}

const DAY: Intl.DateTimeFormatOptions = { year: "numeric", month: "short", day: "numeric" };

/** A moment in the words of a language; what is none, such as an error of a formula, stays as it is. */
function shown(value: Value, read: (text: string) => number, write: (at: number) => string): string {
  if (typeof value !== "string") return "";
  const at = read(value);
  return Number.isNaN(at) ? value : write(at);
}

/** A day, which is the same in every zone. */
export const dateText = (_: FieldMeta | null, value: Value, language: string): string =>
  shown(value, (text) => Date.parse(`${text}T00:00:00Z`), (at) => formatOf(language, "UTC", DAY).format(at));

/** An instant as the clocks of the person show it. */
export const instantText = (_: FieldMeta | null, value: Value, language: string): string =>
  shown(value, Date.parse, (at) => formatOf(language, personZone(), { ...DAY, ...CLOCK }).format(at));

const CLOCKED = /^(\d\d:\d\d)(?::(\d\d)(?:\.\d+)?)?$/;

/** A time of day to the minute, with seconds where there are some. */
export function timeText(_: FieldMeta | null, value: Value): string {
  if (typeof value !== "string") return "";
  const [, minutes = value, seconds = "00"] = CLOCKED.exec(value) ?? [];
  return seconds === "00" ? minutes : `${minutes}:${seconds}`;
}

/** An instant as the reading of the person's clocks, such as an input takes. */
export function wallText(value: Value, zone = personZone()): string {
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? "" : new Date(wallOf(at, zone)).toISOString().slice(0, 16);
}

/** The instant at which the person's clocks show a reading; null for what is none. */
export function wallInstant(reading: string, zone = personZone()): string | null {
  const wall = Date.parse(`${reading}Z`);
  return Number.isNaN(wall) ? null : new Date(instantOf(wall, zone).milliseconds).toISOString();
}
