// @vitest-environment jsdom
import { cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { startLanguage } from "../../core/i18n";
import { RECORDS } from "../../words/records";
import { teach } from "../../words/resources";
import { Moment } from "./Moment";

startLanguage();
teach(RECORDS);

const NOW = Date.parse("2026-06-10T12:00:00Z");

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => {
  vi.useRealTimers();
  cleanup();
});

const told = (at: number) => render(<Moment at={new Date(at).toISOString()} />).container.textContent;

test("what was done within the minute was done just now, and before that as long ago as it was", () => {
  expect(told(NOW - 20_000)).toBe("just now");
  expect(told(NOW - 120_000)).toBe("2 minutes ago");
  expect(told(NOW - 30 * 86_400_000)).toContain("2026");
});
