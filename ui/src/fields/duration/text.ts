import type { FieldMeta } from "../../core/metadata";
import type { Value } from "../../core/records";

const ISO = /^(-?)PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?$/;

/** A length of time as hours and minutes, with seconds where there are some: 1:30, 0:00:05. */
export function durationText(_: FieldMeta | null, value: Value): string {
  if (typeof value !== "string") return "";
  const found = ISO.exec(value);
  if (found === null) return value; // half typed, or an error of a formula
  const [, sign = "", hours = "0", minutes = "0", seconds = "0"] = found;
  const rest = Number(seconds) > 0 ? `:${seconds.padStart(2, "0")}` : "";
  return `${sign}${hours}:${minutes.padStart(2, "0")}${rest}`;
}

const CLOCK = /^(-?)(\d+):([0-5]?\d)(?::([0-5]?\d))?$/;

/** The length of time that a text says: 1:30, 90 (minutes); what is neither stays for the server to refuse. */
export function durationValue(text: string): string | null {
  const given = text.trim();
  if (given === "") return null;
  const clock = CLOCK.exec(given);
  if (clock) return `${clock[1]}PT${Number(clock[2])}H${Number(clock[3])}M${Number(clock[4] ?? 0)}S`;
  const minutes = /^(-?)(\d+)$/.exec(given);
  return minutes ? `${minutes[1]}PT${Math.floor(Number(minutes[2]) / 60)}H${Number(minutes[2]) % 60}M` : given;
}

export const isDuration = (value: Value): boolean => value === null || (typeof value === "string" && ISO.test(value));
