import { afterEach, beforeEach, expect, test } from "vitest";

import type { FieldMeta, ObjectMeta } from "../../core/metadata";
import { keepZone } from "../../core/zone";
import "../../fields/all";
import { changesTo, datedBy, DAY, HOUR, moved, spanOf, withinFormula, type Dated } from "./spans";

beforeEach(() => keepZone("Asia/Shanghai"));
afterEach(() => keepZone(null));

const field = (name: string, type: string, writable = true): FieldMeta => ({
  name, type, label: name, help: null, required: false, system: false, computed: false, masked: false, writable,
  filterable: true, sortable: true, groupable: true, editor: { input: type },
});
const object = (rights: string[], ...fields: FieldMeta[]): ObjectMeta => ({
  name: "thing", label: "Thing", plural: "Things", icon: null, rights, name_field: "name", owned: true, fields,
  states: null, unique_keys: [], children: [], rules: [], views: [], layouts: [],
});
const by = (start: FieldMeta, end: FieldMeta | null, rights = ["read", "update"]): Dated => {
  const found = datedBy(object(rights, start), { roles: { start, end, parent: null, place: null } });
  if (found === null) throw new Error("these fields do not fit");
  return found;
};
const days = by(field("first", "date"), field("last", "date"));
const instants = by(field("begins", "datetime"), field("ends", "datetime"));
const march = (day: number, hour = 0) => Date.UTC(2026, 2, day, hour);

test("days stand from their first midnight to the one behind their last, instants by the clocks of the person", () => {
  expect(spanOf({ id: "1", first: "2026-03-01", last: "2026-03-03" }, days)).toEqual({ from: march(1), to: march(4), whole: true });
  expect(spanOf({ id: "1", begins: "2026-02-28T16:30:00.000Z", ends: null }, instants)).toEqual({ from: march(1) + HOUR / 2, to: march(1, 1) + HOUR / 2, whole: false });
  expect([spanOf({ id: "1", first: null }, days), spanOf({ id: "1", first: "2026-03-05", last: "2026-03-01" }, days)?.to]).toEqual([null, march(6)]);
});

test("a record that is moved keeps its length and gets no end that nobody wrote", () => {
  const row = { id: "1", first: "2026-03-01", last: "2026-03-03" };
  const span = spanOf(row, days);
  if (!span) throw new Error("it has a start");
  expect(changesTo(row, days, span, moved(span, "move", 7 * DAY, DAY))).toEqual({ first: "2026-03-08", last: "2026-03-10" });
  expect(changesTo(row, days, span, moved(span, "end", -9 * DAY, DAY))).toEqual({ last: "2026-03-01" });
  const open = { id: "1", first: "2026-03-01", last: null };
  const short = spanOf(open, days);
  if (!short) throw new Error("it has a start");
  expect(changesTo(open, days, short, moved(short, "move", DAY, DAY))).toEqual({ first: "2026-03-02" });
  expect(changesTo(open, days, short, moved(short, "end", DAY, DAY))).toEqual({ last: "2026-03-02" });
});

test("an instant is written in UTC, and keeps its hour over a change of clocks", () => {
  keepZone("Europe/Berlin");
  const row = { id: "1", begins: "2026-03-28T08:00:00.000Z", ends: "2026-03-28T09:00:00.000Z" };
  const span = spanOf(row, instants);
  if (!span) throw new Error("it has a start");
  expect(changesTo(row, instants, span, moved(span, "move", DAY, HOUR))).toEqual({ begins: "2026-03-29T07:00:00.000Z", ends: "2026-03-29T08:00:00.000Z" });
});

test("a range asks for what reaches into it", () => {
  expect(withinFormula(by(field("first", "date"), null), march(1), march(8))).toBe("first >= '2026-03-01' AND first < '2026-03-08'");
  expect(withinFormula(days, march(1), march(8))).toBe("first < '2026-03-08' AND (last >= '2026-03-01' OR first >= '2026-03-01')");
});

test("only who may write both dates moves a record, and fields without dates lay nothing out", () => {
  const [start, fixed] = [field("first", "date"), field("last", "date", false)];
  expect([by(start, fixed).movable, by(start, fixed).lengthens, by(start, null).movable, by(start, null, ["read"]).movable]).toEqual([false, false, true, false]);
  expect(datedBy(object(["read"]), { roles: { start: field("name", "text"), end: null, parent: null, place: null } })).toBeNull();
});
