// Days, instants, times of day and lengths of time; instants are read in a zone of the IANA list.

import { CannotCompute } from "./failure.ts";

export const DAY = 86_400_000;
const FIRST_DAY = -719_162; // 0001-01-01
const LAST_DAY = 2_932_896; // 9999-12-31

// A calendar day, as days since 1970-01-01.
export class Day {
  private readonly moment: Date;

  constructor(readonly days: number) {
    if (!(days >= FIRST_DAY && days <= LAST_DAY)) throw new CannotCompute();
    this.moment = new Date(days * DAY);
  }

  static of(year: number, month: number, day: number): Day {
    if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12)) throw new CannotCompute();
    if (!(day >= 1 && day <= monthLength(year, month))) throw new CannotCompute();
    return new Day(utc(year, month, day) / DAY);
  }

  get year(): number {
    return this.moment.getUTCFullYear();
  }

  get month(): number {
    return this.moment.getUTCMonth() + 1;
  }

  get day(): number {
    return this.moment.getUTCDate();
  }

  // 1 for Monday to 7 for Sunday.
  get weekday(): number {
    return this.moment.getUTCDay() || 7;
  }

  later(days: number): Day {
    return new Day(this.days + days);
  }

  toString(): string {
    return `${padded(this.year, 4)}-${padded(this.month)}-${padded(this.day)}`;
  }
}

export class Instant {
  constructor(readonly milliseconds: number) {
    if (!(milliseconds >= FIRST_DAY * DAY && milliseconds < (LAST_DAY + 1) * DAY)) throw new CannotCompute();
  }

  toString(): string {
    const moment = new Date(this.milliseconds).toISOString();
    return `${moment.slice(0, 10)} ${moment.slice(11, 19)}Z`;
  }
}

export class TimeOfDay {
  constructor(readonly milliseconds: number) {}

  get hour(): number {
    return Math.floor(this.milliseconds / 3_600_000);
  }

  get minute(): number {
    return Math.floor(this.milliseconds / 60_000) % 60;
  }

  get second(): number {
    return Math.floor(this.milliseconds / 1000) % 60;
  }

  toString(): string {
    const fraction = padded(this.milliseconds % 1000, 3);
    return `${padded(this.hour)}:${padded(this.minute)}:${padded(this.second)}.${fraction}`;
  }
}

// Microseconds, of which a duration can have more than a JavaScript number holds exactly.
export class Duration {
  constructor(readonly micros: bigint) {}
}

export function padded(value: number, width = 2): string {
  return String(value).padStart(width, "0");
}

export function monthLength(year: number, month: number): number {
  return new Date(utc(year, month, 1) + 31 * DAY).getUTCDate() === 1
    ? 31
    : 32 - new Date(utc(year, month, 1) + 31 * DAY).getUTCDate();
}

function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-u-ca-iso8601", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, made);
  return made;
}

// The reading of the clocks of a zone, as if it were UTC.
export function wallOf(instant: number, zone: string): number {
  if (zone === "UTC") return instant;
  const parts = new Map(formatOf(zone).formatToParts(instant).map((part) => [part.type, part.value]));
  const read = (name: Intl.DateTimeFormatPartTypes): number => Number(parts.get(name));
  const clock = ((read("hour") * 60 + read("minute")) * 60 + read("second")) * 1000;
  return utc(read("year"), read("month"), read("day")) + clock + ((instant % 1000) + 1000) % 1000;
}

// The instant at which the clocks of a zone show a reading: the first of two, and across a gap by the offset before it.
export function instantOf(wall: number, zone: string): Instant {
  const before = offsetAt(wall - DAY, zone);
  const after = offsetAt(wall + DAY, zone);
  const early = wall - before;
  if (before === after || offsetAt(early, zone) === before) return new Instant(early);
  const late = wall - after;
  return new Instant(offsetAt(late, zone) === after ? late : early);
}

function offsetAt(instant: number, zone: string): number {
  return wallOf(instant, zone) - instant;
}

export function dayOf(instant: Instant, zone: string): Day {
  return new Day(Math.floor(wallOf(instant.milliseconds, zone) / DAY));
}

export function timeOf(instant: Instant, zone: string): TimeOfDay {
  const wall = wallOf(instant.milliseconds, zone);
  return new TimeOfDay(wall - Math.floor(wall / DAY) * DAY);
}
