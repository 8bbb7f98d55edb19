import { personZone } from "../../core/zone";
import { wallOf } from "../../formula/moments";
import { DAY } from "../dates/spans";

export const dayOf = (place: number): number => Math.floor(place / DAY) * DAY;

/** The first day of the week that a place is in. */
export function weekOf(place: number, first: number): number {
  const weekday = new Date(place).getUTCDay() || 7;
  return dayOf(place) - ((weekday - first + 7) % 7) * DAY;
}

export function monthOf(place: number, later = 0): number {
  const date = new Date(place);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1);
}

/** The first days of the weeks that a month touches. */
export function weeksOfMonth(place: number, first: number): readonly number[] {
  const [from, to] = [weekOf(monthOf(place), first), monthOf(place, 1)];
  return Array.from({ length: Math.ceil((to - from) / (7 * DAY)) }, (_, week) => from + week * 7 * DAY);
}

/** The same day some months later, or the last one of a month that is shorter. */
export function monthsLater(place: number, months: number): number {
  const [month, after] = [monthOf(place, months), monthOf(place, months + 1)];
  return Math.min(month + dayOf(place) - monthOf(place), after - DAY);
}

/** What the clocks of the person show now. */
export const nowPlace = (): number => wallOf(Date.now(), personZone());

/** A day as addresses write it, and back; none for what is no day. */
export const dayText = (place: number): string => new Date(place).toISOString().slice(0, 10);

export function dayIn(text: string | null): number | null {
  const place = /^\d{4}-\d\d-\d\d$/.test(text ?? "") ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(place) ? null : place;
}
