import { afterEach, expect, test } from "vitest";

import { keepZone } from "../../core/zone";
import { DAY, HOUR } from "../dates/spans";
import { fitted, lanesOf, roomy, slotsOf, type Laid } from "./lanes";
import { periodTitle } from "./titles";
import { firstWeekday } from "../../core/week";
import { dayIn, dayText, monthsLater, nowPlace, weekOf, weeksOfMonth } from "./weeks";

afterEach(() => keepZone(null));

const MONDAY = Date.UTC(2026, 2, 2);
const days = (id: string, first: number, length = 1): Laid => ({ id, span: { from: MONDAY + first * DAY, to: MONDAY + (first + length) * DAY, whole: true } });
const hours = (id: string, from: number, to: number): Laid => ({ id, span: { from: MONDAY + from * HOUR, to: MONDAY + to * HOUR, whole: false } });

test("weeks start where the reader is at home", () => {
  expect([firstWeekday("en", ["en-GB"]), firstWeekday("en", ["zh-CN", "en-US"]), firstWeekday("zh", ["en-US"])]).toEqual([1, 7, 1]);
  expect([weekOf(Date.UTC(2026, 2, 8, 12), 1), weekOf(Date.UTC(2026, 2, 8, 12), 7)]).toEqual([MONDAY, Date.UTC(2026, 2, 8)]);
});

test("a month has the weeks that it touches, and a day of a long month the last one of a short one", () => {
  expect([weeksOfMonth(Date.UTC(2026, 1, 14), 7).length, weeksOfMonth(Date.UTC(2026, 1, 14), 1).length, weeksOfMonth(Date.UTC(2026, 7, 1), 1).length]).toEqual([4, 5, 6]);
  expect([dayText(monthsLater(Date.UTC(2026, 0, 31), 1)), dayText(monthsLater(Date.UTC(2026, 0, 15), -1))]).toEqual(["2026-02-28", "2025-12-15"]);
});

test("a day of an address is read, and what is none is not", () => {
  expect([dayIn("2026-03-02"), dayIn("2026-13-40"), dayIn("soon"), dayIn(null)]).toEqual([MONDAY, null, null, null]);
});

test("today is that of the person", () => {
  keepZone("Pacific/Kiritimati");
  const there = nowPlace();
  keepZone("Pacific/Niue");
  expect(Math.round((there - nowPlace()) / HOUR)).toBe(25);
});

test("what lies on the same days lies in rows, long before short, and a row is used again", () => {
  const pieces = lanesOf([days("short", 1), days("long", 0, 3), days("late", 3), days("around", -2, 20)], MONDAY);
  expect(pieces.map(({ item, lane, column, width }) => [item.id, lane, column, width])).toEqual([["around", 0, 0, 7], ["long", 1, 0, 3], ["short", 2, 1, 1], ["late", 1, 3, 1]]);
  expect([pieces[0]?.opens, pieces[0]?.closes, pieces[1]?.opens]).toEqual([true, true, false]);
});

test("an hour that ends at midnight is not of the next day", () => {
  expect(lanesOf([hours("late", 22, 24)], MONDAY).map(({ column, width }) => [column, width])).toEqual([[0, 1]]);
});

test("what does not fit is counted for each day, and the last row makes room for the count", () => {
  const pieces = lanesOf([days("a", 0), days("b", 0), days("c", 0), days("d", 1, 2)], MONDAY);
  expect([fitted(pieces, 3).seen.length, fitted(pieces, 3).hidden]).toEqual([4, [0, 0, 0, 0, 0, 0, 0]]);
  expect([fitted(pieces, 2).seen.map(({ item }) => item.id), fitted(pieces, 2).hidden]).toEqual([["a", "d"], [2, 0, 0, 0, 0, 0, 0]]);
});

test("what is at the same time stands side by side, and what follows has the whole width", () => {
  const slots = slotsOf([hours("a", 9, 11), hours("b", 10, 12), hours("c", 11, 12), hours("d", 13, 13.1), hours("before", -2, 1)], MONDAY);
  expect(slots.map(({ item, column, columns }) => [item.id, column, columns])).toEqual([["before", 0, 1], ["a", 0, 2], ["b", 1, 2], ["c", 0, 2], ["d", 0, 1]]);
  expect([slots[0]?.from, (slots[4]?.to ?? 0) - (slots[4]?.from ?? 0)]).toEqual([MONDAY, HOUR / 2]);
});

test("of what is at the same time as much is drawn as can be read, and the rest is counted where the last would stand", () => {
  const slots = slotsOf([hours("a", 6, 7), hours("b", 6, 7), hours("c", 6, 8), hours("d", 6, 7), hours("alone", 9, 10)], MONDAY);
  const { seen, crowds } = roomy(slots, 3);
  expect(seen.map(({ item, columns }) => [item.id, columns])).toEqual([["c", 3], ["a", 3], ["alone", 1]]);
  expect(crowds.map(({ from, to, items }) => [(from - MONDAY) / HOUR, (to - MONDAY) / HOUR, items.map(({ id }) => id)])).toEqual([[6, 7, ["b", "d"]]]);
  expect(roomy(slots, 4)).toEqual({ seen: slots, crowds: [] });
});

test("the days of a week are written as dates are, with what they share said once", () => {
  const title = (from: string, language: string) => periodTitle("week", Date.parse(from), Date.parse(from), language);
  expect(["2026-06-08", "2026-06-29", "2026-12-28"].map((from) => title(from, "zh"))).toEqual(["2026年6月8日 – 14日", "2026年6月29日 – 7月5日", "2026年12月28日 – 2027年1月3日"]);
  expect(title("2026-06-29", "en").replace(/\s/gu, " ")).toBe("Jun 29 – Jul 5, 2026");
});
