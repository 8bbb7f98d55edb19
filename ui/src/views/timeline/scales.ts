import { dayOf, monthOf, weekOf } from "../calendar/weeks";
import { DAY, HOUR, type Span } from "../dates/spans";

const MONDAY = 1;

export const ZOOMS = ["day", "week", "month", "quarter"] as const;
export type Zoom = (typeof ZOOMS)[number];

/** How time is drawn at a zoom: what is seen around a day, how wide a day is at least, how exactly one moves. */
export interface Scale {
  rangeOf: (at: number, first: number) => readonly [number, number];
  leastWidth: number;
  /** The step of what has hours. */
  step: number;
  /** How far the arrows of the head lead. */
  turn: (at: number, by: 1 | -1) => number;
}

const quarterOf = (place: number, later = 0): number => monthOf(place, 3 * later - (new Date(place).getUTCMonth() % 3));

export const SCALES: Readonly<Record<Zoom, Scale>> = {
  day: { leastWidth: 576, step: HOUR / 4, rangeOf: (at) => [dayOf(at), dayOf(at) + DAY], turn: (at, by) => at + by * DAY },
  week: { leastWidth: 88, step: HOUR, rangeOf: (at, first) => [weekOf(at, first), weekOf(at, first) + 7 * DAY], turn: (at, by) => at + by * 7 * DAY },
  month: { leastWidth: 26, step: DAY, rangeOf: (at) => [monthOf(at), monthOf(at, 1)], turn: (at, by) => monthOf(at, by) },
  quarter: { leastWidth: 9, step: DAY, rangeOf: (at) => [quarterOf(at), quarterOf(at, 1)], turn: (at, by) => quarterOf(at, by) },
};

/** A stretch of the head of a timeline, and what it says. */
export interface Tick {
  from: number;
  to: number;
}

/** The stretches of a head between two places, each from the first place to where `next` leads. */
export function ticks(from: number, to: number, next: (place: number) => number): readonly Tick[] {
  const found: Tick[] = [];
  for (let at = from; at < to; at = next(at)) found.push({ from: at, to: Math.min(next(at), to) });
  return found;
}

const WIDER: Readonly<Record<Zoom, (place: number) => number>> = {
  day: (place) => place + DAY, week: (place) => monthOf(place, 1), month: (place) => monthOf(place, 1), quarter: (place) => monthOf(place, 1),
};
const FINER: Readonly<Record<Zoom, (place: number) => number>> = {
  day: (place) => place + 2 * HOUR, week: (place) => place + DAY, month: (place) => place + DAY, quarter: (place) => weekOf(place, MONDAY) + 7 * DAY,
};

/** Both lines of the head. */
export const headOf = (zoom: Zoom, from: number, to: number) => ({ wide: ticks(from, to, WIDER[zoom]), fine: ticks(from, to, FINER[zoom]) });

/** Whether a stretch of the finer line is a day of rest. */
export const restsAt = (zoom: Zoom, place: number): boolean => (zoom === "week" || zoom === "month") && [0, 6].includes(new Date(place).getUTCDay());

const LEAST_WIDTH = 8;

/** Where a stretch is drawn between two places, and whether it goes on beyond them. */
export function drawnAt(span: Span, from: number, to: number, dayWidth: number): { left: number; width: number; opens: boolean; closes: boolean } {
  const [first, last] = [Math.max(span.from, from), Math.min(span.to, to)];
  return { left: ((first - from) / DAY) * dayWidth, width: Math.max(((last - first) / DAY) * dayWidth, LEAST_WIDTH), opens: span.from < from, closes: span.to > to };
}
