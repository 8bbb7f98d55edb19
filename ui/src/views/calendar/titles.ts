import { DAY } from "../dates/spans";

const MONTH: Intl.DateTimeFormatOptions = { year: "numeric", month: "long", timeZone: "UTC" };
const DAYS: Intl.DateTimeFormatOptions = { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" };

const spelled = (at: number, ...parts: ("year" | "month" | "day")[]): string =>
  new Intl.DateTimeFormat("zh", { ...Object.fromEntries(parts.map((part) => [part, DAYS[part]])), timeZone: "UTC" }).format(at);

/** From one day to another, what both have in common said once. */
function daysTitle(from: number, to: number, language: string): string {
  if (language !== "zh") return new Intl.DateTimeFormat(language, DAYS).formatRange(from, to);
  // Browsers write a range of Chinese dates in figures and slashes, unlike the dates themselves.
  const [one, other] = [new Date(from), new Date(to)];
  const sameYear = one.getUTCFullYear() === other.getUTCFullYear();
  const sameMonth = sameYear && one.getUTCMonth() === other.getUTCMonth();
  const end = sameMonth ? spelled(to, "day") : sameYear ? spelled(to, "month", "day") : spelled(to, "year", "month", "day");
  return `${spelled(from, "year", "month", "day")} – ${end}`;
}

/** What is in sight: a month, or the days of a week. */
export function periodTitle(scale: "month" | "week" | "agenda", from: number, at: number, language: string): string {
  if (scale === "week") return daysTitle(from, from + 6 * DAY, language);
  return new Intl.DateTimeFormat(language, MONTH).format(at);
}

export const dayTitle = (day: number, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: "long", month: "long", day: "numeric", timeZone: "UTC" }).format(day);

export const weekdayTitle = (day: number, language: string): string => new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" }).format(day);

/** A time of day by the clocks of the person. */
export const clockText = (place: number): string => new Date(place).toISOString().slice(11, 16);
