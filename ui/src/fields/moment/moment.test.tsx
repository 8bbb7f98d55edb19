// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { keepZone } from "../../core/zone";
import { drawInput, fieldLike, operatorOf } from "../drawing";
import { dateText, instantText, timeText } from "./text";
import { dayIn, readingIn, timeIn } from "./typed";

afterEach(() => keepZone(null));

test("a day is the same in every zone, an instant is told by the clocks of the person", () => {
  keepZone("Asia/Shanghai");
  expect(dateText(null, "2026-03-01", "en")).toBe("Mar 1, 2026");
  expect(instantText(null, "2026-02-28T16:30:00.000Z", "en")).toBe("Mar 1, 2026, 00:30");
  expect(timeText(null, "09:05:00")).toBe("09:05");
  expect(timeText(null, "09:05:07.000")).toBe("09:05:07");
  expect(dateText(null, "#ERROR", "en")).toBe("#ERROR");
});

test("an instant is typed in by the clocks of the person and handed out in UTC", async () => {
  keepZone("Asia/Shanghai");
  const { given } = await drawInput(fieldLike("datetime"), "2026-02-28T16:30:00.000Z");
  expect(screen.getByLabelText<HTMLInputElement>("Thing").value).toBe("Mar 1, 2026, 00:30");
  fireEvent.change(screen.getByLabelText("Thing"), { target: { value: "2026-03-01 8:00" } });
  expect(given[0]).toBe("2026-03-01T00:00:00.000Z");
  fireEvent.change(screen.getByLabelText("Thing"), { target: { value: "Mar 2, 2026, 8:30 pm" } });
  expect(given[0]).toBe("2026-03-02T12:30:00.000Z");
});

test("a day that is emptied is none, and a filter compares with a text", async () => {
  const { given } = await drawInput(fieldLike("date"), "2026-03-01");
  fireEvent.change(screen.getByLabelText("Thing"), { target: { value: "" } });
  expect(given[0]).toBeNull();
  expect(operatorOf(fieldLike("date"), "least").write("thing", "2026-03-01")).toBe("thing >= '2026-03-01'");
});

test("what is understood is written out, and what means nothing is told and stays", async () => {
  const { given } = await drawInput(fieldLike("date"), null);
  const box = screen.getByLabelText<HTMLInputElement>("Thing");
  fireEvent.change(box, { target: { value: "2026.11.29" } });
  fireEvent.blur(box);
  expect([given[0], box.value]).toEqual(["2026-11-29", "Nov 29, 2026"]);
  fireEvent.change(box, { target: { value: "next week" } });
  fireEvent.blur(box);
  expect([given[0], box.value]).toEqual(["next week", "next week"]);
  expect(box.getAttribute("aria-invalid")).toBe("true");
});

test.each([
  ["2026-11-29", "en", "2026-11-29"], ["2026/1/9", "zh", "2026-01-09"], ["2026年11月29日", "zh", "2026-11-29"], ["２０２６－１１－２９", "zh", "2026-11-29"],
  ["20261129", "zh", "2026-11-29"], ["29/11/2026", "en", "2026-11-29"], ["11/29/2026", "en", "2026-11-29"], ["29.11.2026", "zh", "2026-11-29"],
  ["Nov 29, 2026", "en", "2026-11-29"], ["29 november 2026", "en", "2026-11-29"], ["2026-02-30", "en", undefined], ["3/4/2026", "zh", undefined],
  ["soon", "en", undefined], ["Nonsense 3, 2026", "en", undefined],
])("the day %s in %s is %s", (text, language, meant) => expect(dayIn(text, language, [])).toBe(meant));

test("where the order of day and month is open, the reader's home says it", () => {
  expect([dayIn("3/4/2026", "en", ["en-US"]), dayIn("3/4/2026", "en", ["zh-CN", "en-GB"])]).toEqual(["2026-03-04", "2026-04-03"]);
});

test.each([
  ["14:30", "14:30"], ["9:05:07", "09:05:07"], ["２：３０ pm", "14:30"], ["12 am", "00:00"], ["下午3点", "15:00"], ["9时5分", "09:05"],
  ["25:00", undefined], ["7", undefined], ["noon", undefined],
])("the time %s is %s", (text, meant) => expect(timeIn(text)).toBe(meant));

test.each([
  ["2026-11-29 14:30", "en", "2026-11-29T14:30"], ["2026-11-29T14:30", "en", "2026-11-29T14:30"], ["2026年11月29日下午2:30", "zh", "2026-11-29T14:30"],
  ["Nov 29, 2026, 14:30", "en", "2026-11-29T14:30"], ["2026-11-29", "zh", "2026-11-29T00:00"], ["2026-11-29 soon", "en", undefined],
])("the reading %s in %s is %s", (text, language, meant) => expect(readingIn(text, language, [])).toBe(meant));
