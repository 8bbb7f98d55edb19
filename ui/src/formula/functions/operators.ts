// The rows behind the arithmetic operators; the checker chose among them by the types of the operands.
import { addAll, divide, guard, multiply, number, power, roundTo, whole, type Decimal } from "../arithmetic.ts";
import { fail } from "../failure.ts";
import { DAY, Duration, Instant, TimeOfDay } from "../moments.ts";
import { pure, type FunctionRow } from "./row.ts";
import { joined } from "./text.ts";

const LONGEST = 999_999_999n * 86_400_000_000n;

function bounded(micros: bigint): Duration {
  return micros > LONGEST || micros < -LONGEST ? fail() : new Duration(micros);
}

function seconds(days: Decimal): number {
  if (days.abs().gte(4_000_000)) fail();
  return roundTo(days.times(86_400), 0).toNumber() * 1000;
}

function moved(moment: TimeOfDay, milliseconds: number): TimeOfDay {
  const total = moment.milliseconds + milliseconds;
  return total < 0 ? fail() : new TimeOfDay(total % DAY);
}

function after(instant: Instant, length: bigint): Instant {
  return new Instant(instant.milliseconds + Number(length / 1000n));
}

export const OPERATORS: Readonly<Record<string, FunctionRow>> = {
  add: pure(addAll),
  subtract: pure((left: Decimal, right: Decimal) => guard(left.minus(right))),
  multiply: pure(multiply),
  divide: pure(divide),
  power: pure(power),
  negate: pure((value: Decimal) => value.negated()),
  join: pure(joined),
  datetime_add: pure((instant: Instant, days: Decimal) => new Instant(instant.milliseconds + seconds(days))),
  datetime_subtract: pure((instant: Instant, days: Decimal) => new Instant(instant.milliseconds - seconds(days))),
  time_add: pure((moment: TimeOfDay, span: Decimal) => moved(moment, whole(span))),
  time_subtract: pure((moment: TimeOfDay, span: Decimal) => moved(moment, -whole(span))),
  datetime_difference: pure((end: Instant, start: Instant) =>
    divide(number(end.milliseconds - start.milliseconds), number(DAY)),
  ),
  time_difference: pure((end: TimeOfDay, start: TimeOfDay) =>
    number((end.milliseconds - start.milliseconds + DAY) % DAY),
  ),
  datetime_add_duration: pure((instant: Instant, length: Duration) => after(instant, length.micros)),
  datetime_subtract_duration: pure((instant: Instant, length: Duration) => after(instant, -length.micros)),
  duration_add: pure((left: Duration, right: Duration) => bounded(left.micros + right.micros)),
  duration_subtract: pure((left: Duration, right: Duration) => bounded(left.micros - right.micros)),
  duration_multiply: pure((length: Duration, factor: Decimal) => {
    if (factor.abs().gte(1e12)) fail();
    return bounded(BigInt(roundTo(number(length.micros.toString()).times(factor), 0).toFixed(0)));
  }),
};
