import { expect, test } from "vitest";

import type { FieldMeta } from "../../core/metadata";
import { DAY, HOUR } from "../dates/spans";
import type { Happening } from "../dates/useDated";
import { linesOf } from "./rows";
import { drawnAt, headOf, SCALES, ZOOMS } from "./scales";

const MARCH = Date.UTC(2026, 2, 1);
const what = (id: string, stage: string | null): Happening => ({ id, name: id, colour: null, row: { id, stage }, span: { from: MARCH, to: MARCH + DAY, whole: true } });

test("a bar is as long as its time, and cut where what is read ends", () => {
  expect(drawnAt({ from: MARCH + DAY, to: MARCH + 3 * DAY, whole: true }, MARCH, MARCH + 30 * DAY, 10)).toEqual({ left: 10, width: 20, opens: false, closes: false });
  expect(drawnAt({ from: MARCH - DAY, to: MARCH + 90 * DAY, whole: true }, MARCH, MARCH + 30 * DAY, 10)).toEqual({ left: 0, width: 300, opens: true, closes: true });
  expect(drawnAt({ from: MARCH, to: MARCH + HOUR, whole: false }, MARCH, MARCH + DAY, 10).width).toBe(8);
});

test.each(ZOOMS)("both lines of the head cover all that is read at the zoom of a %s", (zoom) => {
  const [from, to] = SCALES[zoom].rangeOf(MARCH + 13 * DAY, 1);
  for (const line of Object.values(headOf(zoom, from, to))) {
    expect([line[0]?.from, line.at(-1)?.to, line.every((tick, index) => tick.to > tick.from && (index === 0 || line[index - 1]?.to === tick.from))]).toEqual([from, to, true]);
  }
  expect(from <= MARCH + 13 * DAY && MARCH + 13 * DAY < to).toBe(true);
  expect(SCALES[zoom].rangeOf(SCALES[zoom].turn(MARCH, 1), 1)[0]).toBe(SCALES[zoom].rangeOf(MARCH, 1)[1]);
});

test("records stand below the heads of their groups, in the order of the values, those without one last", () => {
  const field = { name: "stage", values: [{ name: "open", label: "Open" }, { name: "won", label: "Won" }] } as unknown as FieldMeta;
  const lines = linesOf([what("a", "won"), what("b", null), what("c", "open"), what("d", "won")], field);
  expect(lines.map((line) => ("what" in line ? line.what.id : `${line.key}:${line.count}`))).toEqual(["group open:1", "c", "group won:2", "a", "d", "group :1", "b"]);
  expect(linesOf([what("a", null)], null).length).toBe(1);
});
