// Exact decimals, rounding half away from zero, magnitudes below 10^30.
import Base from "decimal.js-light";

import { NotLoaded, fail } from "./failure.ts";

export const Decimal = Base.clone({ precision: 120, rounding: Base.ROUND_HALF_UP, toExpNeg: -9e15, toExpPos: 9e15 });
const Quotient = Base.clone({ precision: 60, rounding: Base.ROUND_DOWN });

export type Decimal = Base;
export const { ROUND_UP, ROUND_DOWN, ROUND_CEIL, ROUND_FLOOR, ROUND_HALF_UP } = Base;

const LIMIT = new Decimal("1e30");
const PLACES_LIMIT = 40;
const QUOTIENT_PLACES = 12;
const POWER_PLACES = 18;
const SNAP_PLACES = 10;
const SIGNIFICANT_DIGITS = 12;
const TINY = 1e-30;
export const ZERO = new Decimal(0);
export const ONE = new Decimal(1);

export function number(value: number | string): Decimal {
  return new Decimal(value);
}

export function guard(value: Decimal): Decimal {
  return value.abs().lt(LIMIT) ? value : fail();
}

export function addAll(...values: Decimal[]): Decimal {
  return values.reduce((total, value) => guard(total.plus(value)));
}

export function multiply(...values: Decimal[]): Decimal {
  return values.reduce((total, value) => guard(total.times(value)));
}

// The exact quotient rounded half away from zero; it is cut at 60 digits, so the digit that decides is the true one.
export function divide(left: Decimal, right: Decimal): Decimal {
  if (right.isZero()) fail();
  const cut = new Decimal(new Quotient(left.toString()).div(right.toString()).toString());
  return guard(guard(cut).toDecimalPlaces(QUOTIENT_PLACES, ROUND_HALF_UP));
}

export function modulo(left: Decimal, right: Decimal): Decimal {
  return right.isZero() ? fail() : left.mod(right);
}

export function power(base: Decimal, exponent: Decimal): Decimal {
  if (!exponent.isInteger() || (base.isZero() && exponent.isNegative())) fail();
  if (exponent.isZero()) return ONE;
  if (base.isZero()) return ZERO;
  if (base.abs().eq(ONE)) return exponent.mod(2).isZero() ? ONE : base;
  const whole = exponent.toNumber();
  const digits = whole * Math.log10(Math.abs(base.toNumber()));
  if (digits >= 31) fail();
  if (digits < -POWER_PLACES - 1) return ZERO;
  if (!Number.isSafeInteger(whole)) throw new NotLoaded("a power beyond what a browser computes exactly");
  return guard(roundTo(base.pow(whole), POWER_PLACES));
}

export function roundTo(value: Decimal, places: number, mode: number = ROUND_HALF_UP): Decimal {
  const bounded = Math.max(-PLACES_LIMIT, Math.min(PLACES_LIMIT, places));
  if (bounded >= 0) return guard(value.toDecimalPlaces(bounded, mode));
  const scale = new Decimal(10).pow(-bounded);
  return guard(value.div(scale).toDecimalPlaces(0, mode).times(scale));
}

// Without the dust of a rounded quotient.
export function snap(value: Decimal): Decimal {
  return roundTo(value, SNAP_PLACES);
}

// The whole part of a number that says a position, length or number of places, within sane bounds.
export function place(value: Decimal): number {
  return Math.trunc(Math.max(-1_000_000, Math.min(1_000_000, value.toNumber())));
}

export function whole(value: Decimal): number {
  return value.toDecimalPlaces(0, ROUND_DOWN).toNumber();
}

export function transcendental(run: (...values: number[]) => number, ...values: Decimal[]): Decimal {
  return fromFloat(run(...values.map((value) => value.toNumber())));
}

export function fromFloat(value: number): Decimal {
  if (!Number.isFinite(value)) fail();
  if (Math.abs(value) < TINY) return ZERO;
  return guard(new Decimal(value).toSignificantDigits(SIGNIFICANT_DIGITS, ROUND_HALF_UP));
}
