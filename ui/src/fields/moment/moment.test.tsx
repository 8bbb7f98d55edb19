// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { keepZone } from "../../core/zone";
import { drawInput, fieldLike, operatorOf } from "../drawing";
import { dateText, instantText, timeText } from "./text";

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
  expect(screen.getByLabelText<HTMLInputElement>("Thing").value).toBe("2026-03-01T00:30");
  fireEvent.change(screen.getByLabelText("Thing"), { target: { value: "2026-03-01T08:00" } });
  expect(given[0]).toBe("2026-03-01T00:00:00.000Z");
});

test("a day that is emptied is none, and a filter compares with a text", async () => {
  const { given } = await drawInput(fieldLike("date"), "2026-03-01");
  fireEvent.change(screen.getByLabelText("Thing"), { target: { value: "" } });
  expect(given[0]).toBeNull();
  expect(operatorOf(fieldLike("date"), "least").write("thing", "2026-03-01")).toBe("thing >= '2026-03-01'");
});
