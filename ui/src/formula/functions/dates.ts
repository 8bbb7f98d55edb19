// Reckoning with dates, times and instants; an instant is read in the zone of the workspace.
import { ROUND_DOWN, number, place, roundTo, whole, type Decimal } from "../arithmetic.ts";
import type { Environment } from "../environment.ts";
import { fail } from "../failure.ts";
import { DAY, Day, Instant, TimeOfDay, dayOf, instantOf, monthLength, padded, timeOf, wallOf } from "../moments.ts";
import { dateOf, instantOfText, timeOfText } from "./calendar.ts";
import { contextual, pure, type FunctionRow } from "./row.ts";

function midnight(env: Environment, day: Day): Instant {
  return instantOf(day.days * DAY, env.zone);
}

function dateValue(env: Environment, value: string | Day | Instant): Day | null {
  if (value instanceof Instant) return dayOf(value, env.zone);
  return typeof value === "string" ? dateOf(value) : value;
}

function instantValue(env: Environment, value: string | Day | Instant): Instant | null {
  if (typeof value === "string") return instantOfText(value, env.zone);
  return value instanceof Instant ? value : midnight(env, value);
}

function timeValue(env: Environment, value: string | TimeOfDay | Instant): TimeOfDay | null {
  if (value instanceof Instant) return timeOf(value, env.zone);
  return typeof value === "string" ? timeOfText(value) : value;
}

function shifted(day: Day, months: number, toLast = false): Day {
  const index = day.year * 12 + day.month - 1 + months;
  const [year, month] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  if (year < 1 || year > 9999) fail();
  const size = monthLength(year, month);
  return Day.of(year, month, toLast ? size : Math.min(day.day, size));
}

function isLast(day: Day): boolean {
  return day.day === monthLength(day.year, day.month);
}

function addMonths(env: Environment, value: Day | Instant, months: Decimal): Day | Instant {
  if (value instanceof Day) return shifted(value, place(months), isLast(value));
  const day = dayOf(value, env.zone);
  const moved = shifted(day, place(months), isLast(day));
  return instantOf(moved.days * DAY + timeOf(value, env.zone).milliseconds, env.zone);
}

function startOfDay(day: Day, unit: string): Day {
  switch (unit) {
    case "day":
      return day;
    case "week":
      return day.later(1 - day.weekday);
    case "month":
      return Day.of(day.year, day.month, 1);
    case "quarter":
      return Day.of(day.year, Math.floor((day.month - 1) / 3) * 3 + 1, 1);
    case "year":
      return Day.of(day.year, 1, 1);
    default:
      return fail();
  }
}

const CLOCK_UNITS = new Map([
  ["hour", 3_600_000],
  ["minute", 60_000],
]);

function startOf(env: Environment, value: Day | Instant, written: string): Day | Instant {
  const unit = written.toLowerCase();
  if (value instanceof Day) return startOfDay(value, unit);
  const size = CLOCK_UNITS.get(unit);
  if (size === undefined) return midnight(env, startOfDay(dayOf(value, env.zone), unit));
  return instantOf(Math.floor(wallOf(value.milliseconds, env.zone) / size) * size, env.zone);
}

function dateDifference(start: Day, end: Day, unit: string): Decimal {
  if (start.days > end.days) fail();
  const early = end.day < start.day ? 1 : 0;
  const months = (end.year - start.year) * 12 + end.month - start.month - early;
  const since = (moved: number): number => end.days - shifted(start, moved).days;
  switch (unit.toUpperCase()) {
    case "D":
      return number(end.days - start.days);
    case "M":
      return number(months);
    case "Y":
      return number(Math.floor(months / 12));
    case "YM":
      return number(months % 12);
    case "MD":
      return number(since(months));
    case "YD":
      return number(since(Math.floor(months / 12) * 12));
    default:
      return fail();
  }
}

// The Thursday of its week says to which year a week belongs.
function thursday(day: Day): Day {
  return day.later(4 - day.weekday);
}

function dayOfYear(day: Day): number {
  return day.days - Day.of(day.year, 1, 1).days + 1;
}

function convertZone(env: Environment, instant: Instant, zone: string): Instant {
  try {
    return instantOf(wallOf(instant.milliseconds, zone), env.zone);
  } catch (error) {
    if (error instanceof RangeError) return fail();
    throw error;
  }
}

function timestamp(value: Day | Instant | TimeOfDay): Decimal {
  return number(value instanceof Day ? value.days * 86_400 : Math.floor(value.milliseconds / 1000));
}

function fromTimestamp(seconds: Decimal): Instant {
  if (seconds.abs().gt(1e12)) fail();
  return new Instant(roundTo(seconds.times(1000), 0).toNumber());
}

type Length = Decimal | Instant | TimeOfDay;

function secondsOf(value: Length, other?: boolean | Length): [number, boolean] {
  if (value instanceof Instant && other instanceof Instant) {
    return [Math.abs(Math.floor((value.milliseconds - other.milliseconds) / 1000)), true];
  }
  if (value instanceof TimeOfDay && other instanceof TimeOfDay) {
    return [Math.floor(Math.abs(value.milliseconds - other.milliseconds) / 1000), false];
  }
  return [Math.abs(whole(value as Decimal)), other === true];
}

function formatDuration(value: Length, other?: boolean | Length): string {
  const [seconds, withDays] = secondsOf(value, other);
  const hours = Math.floor(seconds / 3600);
  const rest = `${padded(Math.floor(seconds / 60) % 60)}:${padded(seconds % 60)}`;
  return withDays ? `${Math.floor(hours / 24)}:${padded(hours % 24)}:${rest}` : `${padded(hours)}:${rest}`;
}

function ofDay(read: (day: Day) => number): FunctionRow {
  return pure((day: Day) => number(read(day)));
}

function ofTime(read: (moment: TimeOfDay) => number): FunctionRow {
  return pure((moment: TimeOfDay) => number(read(moment)));
}

export const DATES: Readonly<Record<string, FunctionRow>> = {
  TODAY: contextual((env) => dayOf(new Instant(env.now), env.zone)),
  NOW: contextual((env) => new Instant(env.now)),
  TIMENOW: contextual((env) => timeOf(new Instant(env.now), env.zone)),
  DATE: pure((year: Decimal, month: Decimal, day: Decimal) => Day.of(place(year), place(month), place(day))),
  DATEVALUE: contextual(dateValue),
  DATETIMEVALUE: contextual(instantValue),
  TIMEVALUE: contextual(timeValue),
  YEAR: ofDay((day) => day.year),
  MONTH: ofDay((day) => day.month),
  DAY: ofDay((day) => day.day),
  HOUR: ofTime((moment) => moment.hour),
  MINUTE: ofTime((moment) => moment.minute),
  SECOND: ofTime((moment) => moment.second),
  MILLISECOND: ofTime((moment) => moment.milliseconds % 1000),
  WEEKDAY: ofDay((day) => (day.weekday % 7) + 1),
  DAYOFYEAR: ofDay(dayOfYear),
  ISOWEEK: ofDay((day) => Math.ceil(dayOfYear(thursday(day)) / 7)),
  ISOYEAR: ofDay((day) => thursday(day).year),
  QUARTER: ofDay((day) => Math.floor((day.month + 2) / 3)),
  FISCALYEAR: contextual((env, day: Day) =>
    number(day.year + (env.fiscalStart > 1 && day.month >= env.fiscalStart ? 1 : 0)),
  ),
  FISCALQUARTER: contextual((env, day: Day) =>
    number(Math.floor(((day.month - env.fiscalStart + 12) % 12) / 3) + 1),
  ),
  ADDMONTHS: contextual(addMonths),
  EDATE: pure((day: Day, months: Decimal) => shifted(day, place(months))),
  ADDDAYS: pure((day: Day, days: Decimal) => day.later(place(days))),
  ADDHOURS: pure(
    (instant: Instant, hours: Decimal) => new Instant(instant.milliseconds + place(hours.times(1000)) * 3600),
  ),
  EOMONTH: pure((day: Day, months?: Decimal) => shifted(day, months === undefined ? 0 : place(months), true)),
  STARTOF: contextual(startOf),
  DATEDIF: pure(dateDifference),
  CONVERTTZ: contextual(convertZone),
  UNIXTIMESTAMP: pure(timestamp),
  FROMUNIXTIME: pure(fromTimestamp),
  FORMATDURATION: pure(formatDuration),
  date_add: pure((day: Day, days: Decimal) => day.later(days.toDecimalPlaces(0, ROUND_DOWN).toNumber())),
  date_subtract: pure((day: Day, days: Decimal) => day.later(-days.toDecimalPlaces(0, ROUND_DOWN).toNumber())),
  date_difference: pure((end: Day, start: Day) => number(end.days - start.days)),
};
