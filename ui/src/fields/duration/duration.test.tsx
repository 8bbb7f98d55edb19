// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { drawInput, fieldLike } from "../drawing";
import { durationText, durationValue } from "./text";

test("a length of time is read as hours and minutes or as minutes, and shown as clocks do", () => {
  expect(["1:30", "90", "-0:05", "0:00:07", " "].map(durationValue)).toEqual(["PT1H30M0S", "PT1H30M", "-PT0H5M0S", "PT0H0M7S", null]);
  expect(["PT1H30M", "PT5S", "-PT45M", "PT26H"].map((value) => durationText(null, value))).toEqual(["1:30", "0:00:05", "-0:45", "26:00"]);
  expect(durationValue("soon")).toBe("soon");
});

test("what is typed stays as it was typed", async () => {
  const { given } = await drawInput(fieldLike("duration"), "PT1H30M");
  fireEvent.change(screen.getByLabelText("Thing"), { target: { value: "2:0" } });
  expect(screen.getByLabelText<HTMLInputElement>("Thing").value).toBe("2:0");
  expect(given[0]).toBe("PT2H0M0S");
});
