// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { PATHS } from "./icon-paths";

const ROOT = join(import.meta.dirname, "..", "..", "..");

/** The texts of all documents below a folder of the repository, and of what packages bring to the pages. */
const documents = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yaml") || name.endsWith("ui/index.js"))
    .map((name) => readFileSync(join(ROOT, folder, name), "utf8"));

test("every picture that shipped metadata names is drawn", () => {
  const named = [...documents("metadata"), ...documents("plugins")].flatMap((text) =>
    [...text.matchAll(/\bicon: "?([\w-]+)/g)].map(([, name]) => (name ?? "").replaceAll("-", "_")));
  expect(named.length).toBeGreaterThan(20);
  expect([...new Set(named)].filter((name) => !(name in PATHS))).toEqual([]);
});
