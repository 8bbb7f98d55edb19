// What formulas compute with.
import type Decimal from "decimal.js-light";

import { Day, Duration, Instant, TimeOfDay } from "./moments.ts";

export interface Location {
  readonly latitude: Decimal;
  readonly longitude: Decimal;
}

export type Value =
  | null
  | string
  | boolean
  | Decimal
  | Day
  | Instant
  | TimeOfDay
  | Duration
  | Location
  | readonly string[];

// What a formula yields that cannot be computed for this record, and what the browser cannot know.
export const ERROR = Symbol("#ERROR");
export const UNKNOWN = Symbol("unknown");
export type Result = Value | typeof ERROR | typeof UNKNOWN;

export function isBlank(value: Value): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

export function isTrue(value: Value): boolean {
  return value === true;
}

export function same(left: Value, right: Value): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((part, index) => part === right[index]);
  }
  if (isOrdered(left) && isOrdered(right)) return compare(left, right) === 0;
  return left === right;
}

type Ordered = string | Decimal | Day | Instant | TimeOfDay | Duration;

function isOrdered(value: Value): value is Ordered {
  return typeof value === "string" || (typeof value === "object" && value !== null && !Array.isArray(value) && !("latitude" in value));
}

// Below 0, 0 or above 0. The checker lets only values of one kind meet.
export function compare(left: Value, right: Value): number {
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  if (left instanceof Duration && right instanceof Duration) return Number(left.micros - right.micros);
  if (left instanceof Day && right instanceof Day) return left.days - right.days;
  if (left instanceof Instant && right instanceof Instant) return left.milliseconds - right.milliseconds;
  if (left instanceof TimeOfDay && right instanceof TimeOfDay) return left.milliseconds - right.milliseconds;
  if (typeof left === typeof right) return (left as Decimal).cmp(right as Decimal);
  throw new TypeError("values of two kinds have no order");
}

// By code points: JavaScript's own order puts surrogates below U+E000 to U+FFFF.
function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const first = left.charCodeAt(index);
    const second = right.charCodeAt(index);
    if (first !== second) return rank(first) - rank(second);
  }
  return left.length - right.length;
}

function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
