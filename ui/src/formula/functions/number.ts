// Rounding, powers, trigonometry, statistics over arguments and the finance of loans.
import {
  ONE,
  ROUND_CEIL,
  ROUND_DOWN,
  ROUND_FLOOR,
  ROUND_UP,
  ZERO,
  addAll,
  divide,
  guard,
  modulo,
  multiply,
  number,
  place,
  power,
  roundTo,
  snap,
  transcendental,
  type Decimal,
} from "../arithmetic.ts";
import { fail } from "../failure.ts";
import { compare, type Value } from "../value.ts";
import { pure, type FunctionRow } from "./row.ts";

function rounded(mode?: number): FunctionRow {
  return pure((value: Decimal, places?: Decimal) => roundTo(value, place(places ?? ZERO), mode));
}

function stepped(value: Decimal, step: Decimal, mode?: number): Decimal {
  return step.isZero() ? ZERO : multiply(roundTo(snap(divide(value, step)), 0, mode), step);
}

function toWhole(mode: number): FunctionRow {
  return pure((value: Decimal, step?: Decimal) =>
    step === undefined ? roundTo(snap(value), 0, mode) : stepped(value, step.abs(), mode),
  );
}

function floating(run: (value: number) => number): FunctionRow {
  return pure((value: Decimal) => transcendental(run, value));
}

function growth(rate: Decimal, periods: Decimal): Decimal {
  return transcendental(Math.pow, rate.plus(1), periods);
}

function payment(rate: Decimal, periods: Decimal, present: Decimal, future = ZERO, due = ZERO): Decimal {
  if (rate.isZero()) return divide(present.plus(future).negated(), periods);
  const grown = growth(rate, periods);
  const numerator = multiply(multiply(present, grown).plus(future), rate.negated());
  return divide(numerator, multiply(grown.minus(1), due.isZero() ? ONE : rate.plus(1)));
}

function futureValue(rate: Decimal, periods: Decimal, paid: Decimal, present = ZERO, due = ZERO): Decimal {
  if (rate.isZero()) return guard(present.plus(multiply(paid, periods)).negated());
  const grown = growth(rate, periods);
  const series = multiply(multiply(paid, due.isZero() ? ONE : rate.plus(1)), divide(grown.minus(1), rate));
  return guard(multiply(present, grown).plus(series).negated());
}

function netPresentValue(rate: Decimal, ...values: Decimal[]): Decimal {
  return addAll(ZERO, ...values.map((value, index) => divide(value, growth(rate, number(index + 1)))));
}

function extreme(sign: 1 | -1): FunctionRow {
  return pure((...values: Value[]) =>
    values.reduce((best, value) => (compare(value, best) * sign > 0 ? value : best)),
  );
}

function median(...values: Decimal[]): Decimal {
  const ordered = [...values].sort(compare);
  const middle = Math.floor(ordered.length / 2);
  const [low = ZERO, high = ZERO] = [ordered[middle - 1], ordered[middle]];
  return ordered.length % 2 ? high : divide(low.plus(high), number(2));
}

export const NUMBER: Readonly<Record<string, FunctionRow>> = {
  ABS: pure((value: Decimal) => value.abs()),
  SIGN: pure((value: Decimal) => number(value.cmp(ZERO))),
  INT: pure((value: Decimal) => roundTo(value, 0, ROUND_FLOOR)),
  MOD: pure(modulo),
  ROUND: rounded(),
  ROUNDUP: rounded(ROUND_UP),
  ROUNDDOWN: rounded(ROUND_DOWN),
  TRUNC: rounded(ROUND_DOWN),
  MROUND: pure((value: Decimal, step: Decimal) =>
    !step.isZero() && !value.isZero() && step.isNegative() !== value.isNegative() ? fail() : stepped(value, step),
  ),
  CEILING: toWhole(ROUND_UP),
  FLOOR: toWhole(ROUND_DOWN),
  MCEILING: toWhole(ROUND_CEIL),
  MFLOOR: toWhole(ROUND_FLOOR),
  SQRT: floating(Math.sqrt),
  POWER: pure(power),
  EXP: floating(Math.exp),
  LN: floating(Math.log),
  LOG: pure((value: Decimal, base?: Decimal) =>
    base === undefined
      ? transcendental(Math.log10, value)
      : transcendental((first, second) => Math.log(first) / Math.log(second), value, base),
  ),
  PI: pure(() => number("3.14159265359")),
  SIN: floating(Math.sin),
  COS: floating(Math.cos),
  TAN: floating(Math.tan),
  ASIN: floating(Math.asin),
  ACOS: floating(Math.acos),
  ATAN: floating(Math.atan),
  ATAN2: pure((y: Decimal, x: Decimal) => transcendental(Math.atan2, y, x)),
  MAX: extreme(1),
  MIN: extreme(-1),
  SUM: pure(addAll),
  AVERAGE: pure((...values: Decimal[]) => divide(addAll(...values), number(values.length))),
  MEDIAN: pure(median),
  PERCENTOF: pure(divide),
  PMT: pure(payment),
  FV: pure(futureValue),
  NPV: pure(netPresentValue),
};
