/** What people write for a day, a time or both, by hand and in their language; undefined for what is none. */

const YEAR_FIRST = /^(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?$/;
const RUN_TOGETHER = /^(\d{4})(\d\d)(\d\d)$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;
const IN_WORDS = /^(?:(\d{1,2}) ([a-z]{3,})|([a-z]{3,}) (\d{1,2})) (\d{4})$/;
const CLOCK = /^(上午|下午|am|pm)? ?(\d{1,2})(?:[:.点时](\d{1,2})?分?)?(?::(\d\d)(?:\.\d+)?)? ?(am|pm)?$/;
const LATER = new Set(["下午", "pm"]);
const NOON = 12;

const plain = (text: string): string => text.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
const two = (value: number): string => String(value).padStart(2, "0");

/** A day that there is, as the API writes it. */
function day(year: number, month: number, date: number): string | undefined {
  const text = `${String(year).padStart(4, "0")}-${two(month)}-${two(date)}`;
  const at = Date.parse(`${text}T00:00:00Z`);
  return year > 0 && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? text : undefined;
}

/** Whether people who read a language write the day before the month; null where the year comes first. */
function dayFirst(language: string, preferences: readonly string[]): boolean | null {
  const locale = preferences.find((tag) => tag.startsWith(language)) ?? language;
  const order = new Intl.DateTimeFormat(locale).formatToParts(0).map(({ type }) => type).filter((type) => type !== "literal");
  return order[0] === "year" ? null : order[0] === "day";
}

const monthOf = (word: string): number =>
  Array.from({ length: NOON }, (_, month) => new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" }).format(Date.UTC(2000, month)).toLowerCase())
    .findIndex((name) => name.startsWith(word)) + 1;

/** The day that a text names. Of `3/4/2026` the language says which is the month, unless only one can be it. */
export function dayIn(text: string, language: string, preferences: readonly string[] = navigator.languages): string | undefined {
  const given = plain(text);
  const ordered = YEAR_FIRST.exec(given) ?? RUN_TOGETHER.exec(given);
  if (ordered) return day(Number(ordered[1]), Number(ordered[2]), Number(ordered[3]));
  const last = YEAR_LAST.exec(given);
  if (last) {
    const [one, other] = [Number(last[1]), Number(last[3])];
    const first = one > NOON ? true : other > NOON ? false : last[2] === "." ? true : dayFirst(language, preferences);
    return first === null ? undefined : day(Number(last[4]), first ? other : one, first ? one : other);
  }
  const said = IN_WORDS.exec(given.replace(/[,.]/g, " ").replace(/ +/g, " "));
  return said ? day(Number(said[5]), monthOf(said[2] ?? said[3] ?? ""), Number(said[1] ?? said[4])) : undefined;
}

/** The time of day that a text names, to the second where it says one. */
export function timeIn(text: string): string | undefined {
  const [, before, hours, minutes, seconds, after] = CLOCK.exec(plain(text)) ?? [];
  const half = before ?? after;
  if (hours === undefined || (minutes === undefined && half === undefined && !/[点时]/.test(text))) return undefined;
  const hour = half === undefined ? Number(hours) : (Number(hours) % NOON) + (LATER.has(half) ? NOON : 0);
  if (hour > 23 || Number(minutes ?? 0) > 59 || Number(seconds ?? 0) > 59 || (half !== undefined && Number(hours) > NOON)) return undefined;
  return `${two(hour)}:${two(Number(minutes ?? 0))}${seconds === undefined ? "" : `:${seconds}`}`;
}

/** The reading of clocks that a text names: a day and a time, or a day alone for its beginning. */
export function readingIn(text: string, language: string, preferences: readonly string[] = navigator.languages): string | undefined {
  const given = text.normalize("NFKC").trim();
  const whole = dayIn(given, language, preferences);
  if (whole !== undefined) return `${whole}T00:00`;
  for (const { index, 0: between } of given.matchAll(/[\s,]+|[Tt](?=\d)|(?<=日)/g)) {
    const [first, time] = [dayIn(given.slice(0, index), language, preferences), timeIn(given.slice(index + between.length))];
    if (first !== undefined && time !== undefined) return `${first}T${time}`;
  }
  return undefined;
}
