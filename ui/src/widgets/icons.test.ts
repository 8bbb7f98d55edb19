import { expect, test } from "vitest";

import { PATHS } from "./icon-paths";

const TEXTS: Record<string, string> = import.meta.glob(["../../../metadata/*/*/*.yaml", "../../../plugins/*/*/*.yaml"], {
  query: "?raw", import: "default", eager: true,
});

test("every picture that shipped metadata names is drawn", () => {
  const named = Object.values(TEXTS).flatMap((text) =>
    [...text.matchAll(/\bicon: ([\w-]+)/g)].map(([, name]) => (name ?? "").replaceAll("-", "_")));
  expect(named.length).toBeGreaterThan(20);
  expect([...new Set(named)].filter((name) => !(name in PATHS))).toEqual([]);
});
