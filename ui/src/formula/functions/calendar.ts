// Dates, times and instants read from texts; a text without a zone of its own is read in the one given.
import { fail } from "../failure.ts";
import { DAY, Day, Instant, TimeOfDay, instantOf } from "../moments.ts";

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const DATETIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,3}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;
const TIME = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,3}))?)?$/;

export function dateOf(text: string): Day | null {
  if (!text.trim()) return null;
  const [, year, month, day] = DATE.exec(text.trim()) ?? fail();
  return Day.of(Number(year), Number(month), Number(day));
}

export function timeOfText(text: string): TimeOfDay | null {
  if (!text.trim()) return null;
  const [, hour, minute, second, fraction] = TIME.exec(text.trim()) ?? fail();
  return new TimeOfDay(clock(hour, minute, second, fraction));
}

export function instantOfText(text: string, zone: string): Instant | null {
  if (!text.trim()) return null;
  const [, year, month, day, hour, minute, second, fraction, offset] = DATETIME.exec(text.trim()) ?? fail();
  const date = Day.of(Number(year), Number(month), Number(day));
  const wall = date.days * DAY + clock(hour, minute, second, fraction);
  if (!offset) return instantOf(wall, zone);
  return new Instant(wall - minutesOf(offset) * 60_000);
}

function minutesOf(offset: string): number {
  if (offset === "Z") return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return offset.startsWith("-") ? -minutes : minutes;
}

function clock(hour = "0", minute = "0", second = "0", fraction = "0"): number {
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second)];
  if (hours > 23 || minutes > 59 || seconds > 59) fail();
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number(fraction.padEnd(3, "0"));
}
