import { DAY } from "../dates/spans";

const MONTH: Intl.DateTimeFormatOptions = { year: "numeric", month: "long", timeZone: "UTC" };
const SHORT: Intl.DateTimeFormatOptions = { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" };

/** What is in sight: a month, or the days of a week. */
export function periodTitle(scale: "month" | "week" | "agenda", from: number, at: number, language: string): string {
  if (scale === "week") return new Intl.DateTimeFormat(language, SHORT).formatRange(from, from + 6 * DAY);
  return new Intl.DateTimeFormat(language, MONTH).format(at);
}

export const dayTitle = (day: number, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: "long", month: "long", day: "numeric", timeZone: "UTC" }).format(day);

export const weekdayTitle = (day: number, language: string): string => new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" }).format(day);

/** A time of day by the clocks of the person. */
export const clockText = (place: number): string => new Date(place).toISOString().slice(11, 16);
