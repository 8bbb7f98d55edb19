import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const SOURCE = fileURLToPath(new URL("..", import.meta.url));
const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(SOURCE, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)).filter((name) => /\.tsx?$/.test(name));

/** A comparison of something's type with a word, or a choice among words by it. */
const BRANCH = /\b(\w+)\??\.type\s*[!=]==?\s*(?:["']|[A-Z_]{2,})|["']\s*[!=]==?\s*(\w+)\??\.type\b|switch\s*\((\w+)\.type\)/g;
/** What else has a type: a schema of JSON, an entry of the browser's clock, a view and its way to lay records out. */
const OTHERS = new Set<string | undefined>(["schema", "items", "inner", "entry", "view"]);

const fieldsAsked = (text: string): readonly string[] =>
  [...text.matchAll(BRANCH)].filter(([, ...named]) => !named.some((name) => OTHERS.has(name))).map(([found]) => found);

test("each type of field has a test beside it", () => {
  const folders = readdirSync(join(SOURCE, "fields"), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(folders.length).toBeGreaterThan(10);
  expect(folders.filter((name) => !filesIn(join("fields", name)).some((file) => file.includes(".test.")))).toEqual([]);
});

test("nothing outside the types of fields asks what type a field is", () => {
  const drawn = ["core", "widgets", "extend", "views", "shell"].flatMap(filesIn).filter((name) => !/\.test\.|openapi/.test(name));
  expect(drawn.flatMap((name) => fieldsAsked(readFileSync(join(SOURCE, name), "utf8")).map((found) => `${name}: ${found}`))).toEqual([]);
});

test("such a question would be found", () => {
  const asked = `field.type === "money"; "date" === other.type; switch (field.type) {} field?.type !== MANY; worded("x", field.type)`;
  expect(fieldsAsked(asked)).toHaveLength(4);
});

const CLOUD_WORDS = new Set(
  readFileSync(join(SOURCE, "..", "..", "tests", "contract", "cloud_words.txt"), "utf8").split("\n").filter((line) => !line.startsWith("#")).flatMap((line) => line.split(/\s+/)).filter((word) => word !== ""),
);
const cloudWordsIn = (text: string): readonly string[] =>
  [...new Set(text.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().match(/[a-z]+/g))].filter((word) => CLOUD_WORDS.has(word) || CLOUD_WORDS.has(word.replace(/ies$/, "y")) || CLOUD_WORDS.has(word.replace(/s$/, "")));

test("widgets and formulas know no word of a business domain", () => {
  const general = ["formula", "widgets"].flatMap(filesIn).filter((name) => !/\.test\.|openapi/.test(name));
  expect(general.flatMap((name) => cloudWordsIn(readFileSync(join(SOURCE, name), "utf8")).map((word) => `${name}: ${word}`))).toEqual([]);
  expect(cloudWordsIn("const openLeads = Opportunities")).toEqual(["leads", "opportunities"]);
});
