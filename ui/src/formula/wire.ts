// Values as the API writes them, read into what formulas compute with.
import { Decimal, number } from "./arithmetic.ts";
import { fail } from "./failure.ts";
import { dateOf, instantOfText, timeOfText } from "./functions/calendar.ts";
import { Day, Duration, Instant, TimeOfDay } from "./moments.ts";
import { LISTS, NUMERIC, type FormulaType, type WireLocation, type WireValue } from "./tree.ts";
import type { Value } from "./value.ts";

// How the API shows a formula field that cannot be computed.
export const ERROR_TEXT = "#ERROR";

export function readValue(value: WireValue, type: FormulaType): Value {
  if (value === null || value === "") return null;
  if (NUMERIC.has(type)) return numeric(value);
  if (LISTS.has(type)) return value as readonly string[];
  const read = READERS[type];
  return read ? read(value) : (value as string | boolean);
}

function numeric(value: WireValue): Value {
  return value === ERROR_TEXT ? fail() : number(value as string | number);
}

const DURATION = /^(-?)PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/;

// Fields hold ISO 8601 in hours, minutes and seconds; literals of a formula are seconds.
function durationOf(text: string): Duration {
  const [, sign, hours = "0", minutes = "0", seconds = "0"] = DURATION.exec(text) ?? fail();
  const total = number(hours).times(60).plus(minutes).times(60).plus(seconds);
  return secondsLong(sign ? total.negated() : total);
}

function secondsLong(seconds: Decimal): Duration {
  return new Duration(BigInt(seconds.times(1_000_000).toFixed(0)));
}

const READERS: Partial<Record<FormulaType, (value: WireValue) => Value>> = {
  date: (value) => dateOf(String(value)),
  datetime: (value) => instantOfText(String(value), "UTC"),
  time: (value) => timeOfText(String(value)),
  duration: (value) => (typeof value === "number" ? secondsLong(number(value)) : durationOf(String(value))),
  location: (value) => {
    const { latitude, longitude } = value as WireLocation;
    return { latitude: number(latitude), longitude: number(longitude) };
  },
};

// A value as the API writes it, which is what `readValue` reads.
export function writeValue(value: Value): WireValue {
  if (value instanceof Decimal) return value.toFixed();
  if (value instanceof Day || value instanceof TimeOfDay) return value.toString();
  if (value instanceof Instant) return new Date(value.milliseconds).toISOString();
  if (value instanceof Duration) return `PT${(Number(value.micros) / 1_000_000).toFixed(3)}S`.replace("PT-", "-PT");
  if (typeof value === "object" && value !== null && "latitude" in value) {
    return { latitude: value.latitude.toFixed(), longitude: value.longitude.toFixed() };
  }
  return value as WireValue;
}
