import { may, type FieldMeta, type ObjectMeta } from "../../core/metadata";
import type { RecordRow, Value } from "../../core/records";
import type { Shown } from "../../core/views";
import { kindOf, type Timed } from "../../fields/registry";
import { quoted } from "../../core/operator";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A stretch of time by the clocks of the person; `to` is no part of it. */
export interface Span {
  from: number;
  to: number;
  /** Whether it is of whole days. */
  whole: boolean;
}

/** What of a stretch is taken hold of. */
export type Grip = "move" | "start" | "end";

/** The fields by which the records of an object stand in time, and what may be done with them. */
export interface Dated {
  start: FieldMeta;
  end: FieldMeta | null;
  movable: boolean;
  lengthens: boolean;
}

/** The fields by which a view lays records out in time; null where it names none that fit. */
export function datedBy(object: ObjectMeta, { roles: { start, end } }: Pick<Shown, "roles">): Dated | null {
  if (start === null || timedOf(start) === null) return null;
  const last = end !== null && end.name !== start.name && timedOf(end) !== null ? end : null;
  const mayChange = (field: FieldMeta | null) => may(object, "update") && (field?.writable ?? true);
  return { start, end: last, movable: mayChange(start) && mayChange(last), lengthens: last !== null && mayChange(last) };
}

const timedOf = (field: FieldMeta): Timed | null => kindOf(field).timed ?? null;

/** Whether records stand in whole days rather than hours. */
export const standsInDays = ({ start }: Dated): boolean => timedOf(start)?.days ?? true;

/** Where a record stands in time; null where nobody said when it starts. */
export function spanOf(row: RecordRow, { start, end }: Dated): Span | null {
  const [first, last] = [timedOf(start), end && timedOf(end)];
  const from = first?.placeOf(row[start.name]) ?? null;
  if (first === null || from === null) return null;
  const least = from + (first.days ? DAY : HOUR);
  const ends = (end && last?.placeOf(row[end.name])) ?? null;
  const to = ends === null ? least : ends + (last?.days ? DAY : 0);
  return { from, to: to > from ? to : least, whole: first.days };
}

/** The stretch after its whole, its start or its end was moved; it keeps at least a step. */
export function moved(span: Span, grip: Grip, by: number, step: number): Span {
  if (grip === "move") return { ...span, from: span.from + by, to: span.to + by };
  if (grip === "start") return { ...span, from: Math.min(span.from + by, span.to - step) };
  return { ...span, to: Math.max(span.to + by, span.from + step) };
}

/** What is written when a record goes from one stretch to another; an end that nobody wrote stays none unless it was moved itself. */
export function changesTo(row: RecordRow, { start, end }: Dated, before: Span, after: Span): Readonly<Record<string, Value>> {
  const changes: Record<string, Value> = {};
  const first = timedOf(start);
  const last = end && timedOf(end);
  if (first && after.from !== before.from) changes[start.name] = first.valueAt(after.from);
  const stretched = after.to - after.from !== before.to - before.from;
  const written = end !== null && row[end.name] !== null && row[end.name] !== undefined;
  if (end && last && after.to !== before.to && (written || stretched)) changes[end.name] = last.valueAt(last.days ? after.to - DAY : after.to);
  return changes;
}

/** The values that a record has that is made at a place in time. */
export const valuesAt = ({ start }: Dated, place: number): Readonly<Record<string, string>> => {
  const first = timedOf(start);
  return first ? { [start.name]: first.valueAt(place) } : {};
};

/** The formula that holds for the records which stand between two places, if only in part. */
export function withinFormula({ start, end }: Dated, from: number, to: number): string {
  const literal = (field: FieldMeta, place: number) => quoted(timedOf(field)?.valueAt(place) ?? "");
  const begins = `${start.name} < ${literal(start, to)}`;
  const inside = `${start.name} >= ${literal(start, from)}`;
  if (end === null) return `${inside} AND ${begins}`;
  const ends = `${end.name} ${timedOf(end)?.days ? ">=" : ">"} ${literal(end, from)}`;
  return `${begins} AND (${ends} OR ${inside})`;
}
