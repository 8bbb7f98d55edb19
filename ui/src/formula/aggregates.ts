// How the values of children become one value; blanks are left out as each function says.
import { ZERO, addAll, divide, number } from "./arithmetic.ts";
import { textOf } from "./functions/conversion.ts";
import { compare, isBlank, same, type Value } from "./value.ts";
import type { Decimal } from "./arithmetic.ts";

export interface Pair {
  readonly value: Value;
  readonly order: Value;
}

type Aggregate = (pairs: readonly Pair[]) => Value;

function presentOf(pairs: readonly Pair[]): Value[] {
  return pairs.map((pair) => pair.value).filter((value) => !isBlank(value));
}

function sum(values: readonly Value[]): Decimal {
  return addAll(ZERO, ...(values as Decimal[]));
}

// A blank is the lowest value; children that are equal in order keep the order in which they are given.
function inOrder(pairs: readonly Pair[]): Pair[] {
  const blank = pairs.filter((pair) => isBlank(pair.order));
  const ordered = pairs.filter((pair) => !isBlank(pair.order));
  return [...blank, ...ordered.sort((first, second) => compare(first.order, second.order))];
}

function distinct(values: readonly Value[]): Value[] {
  return values.filter((value, index) => values.findIndex((other) => same(value, other)) === index);
}

export const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  COUNT: (pairs) => number(pairs.length),
  EXISTS: (pairs) => pairs.length > 0,
  COUNTDISTINCT: (pairs) => number(distinct(presentOf(pairs)).length),
  SUM: (pairs) => sum(presentOf(pairs)),
  AVG: (pairs) => {
    const values = presentOf(pairs);
    return values.length ? divide(sum(values), number(values.length)) : null;
  },
  MIN: (pairs) => presentOf(pairs).sort(compare)[0] ?? null,
  MAX: (pairs) => presentOf(pairs).sort(compare).at(-1) ?? null,
  FIRST: (pairs) => inOrder(pairs)[0]?.value ?? null,
  LAST: (pairs) => inOrder(pairs).at(-1)?.value ?? null,
  CONCATENATE: (pairs) =>
    presentOf(pairs)
      .map(textOf)
      .sort(compare)
      .join(textOf(pairs[0]?.order ?? null)),
};
