import { expect, test } from "vitest";

import type { Schema } from "../schema";
import { found, groupsOf, isMissing, languages, missingIn, packagesOf, placeOf, progressOf, strays, textsIn, withText, type WordedItem } from "./texts";

const ITEMS: readonly WordedItem[] = [
  {
    kind: "object", name: "account", package: "base", object: null,
    texts: [
      { item: "object/account/label", package: "base", en: "Account", zh: "客户", said: ["en", "zh"], told: [{ translation: "other", text: "Compte" }, { translation: "mine", text: "Client" }] },
      { item: "object/account/fields/tier/label", package: "workspace", en: "Tier", zh: "Tier", said: ["en"], told: [] },
    ],
  },
];
const asked = { translation: "mine", language: "fr", from: "en" as const, package: "" };

test("a text stands beside what this translation says and what shows otherwise", () => {
  const [group] = groupsOf(ITEMS, textsIn([{ item: "object/account/label", text: "Client" }]), asked);
  expect(group?.title).toBe("Account");
  expect(group?.lines.map(({ path, source, text, otherwise }) => [path.join("/"), source, text, otherwise])).toEqual([
    ["label", "Account", "Client", "Compte"], ["fields/tier/label", "Tier", "", null],
  ]);
  expect(group?.lines.map(isMissing)).toEqual([false, true]);
});

test("what an item says itself in the language is not missing, and what only its name says is", () => {
  const lines = groupsOf(ITEMS, textsIn([]), { ...asked, translation: "other", language: "zh", from: "en" }).flatMap((group) => group.lines);
  expect(lines.map(({ otherwise }) => otherwise)).toEqual(["Client", null]);
  const bare = groupsOf([{ ...ITEMS[0]!, texts: ITEMS[0]!.texts.map((text) => ({ ...text, told: [] })) }], textsIn([]), { ...asked, language: "zh" });
  expect(bare.flatMap((group) => group.lines).map(({ otherwise }) => otherwise)).toEqual(["客户", null]);
  expect(progressOf(bare)).toEqual({ done: 1, all: 2 });
});

test("texts are narrowed by package, by words and to those that were missing", () => {
  expect(groupsOf(ITEMS, textsIn([]), { ...asked, package: "workspace" }).flatMap((group) => group.lines)).toHaveLength(1);
  expect(groupsOf(ITEMS, textsIn([]), { ...asked, package: "sales" })).toEqual([]);
  const groups = groupsOf(ITEMS, textsIn([]), asked);
  const lines = (words: string, among: ReadonlySet<string> | null = null) => found(groups, words, among).flatMap((group) => group.lines.map(({ item }) => item));
  expect(lines("tier account")).toEqual(["object/account/fields/tier/label"]);
  expect(lines("compte")).toEqual(["object/account/label"]);
  expect(lines("", missingIn(groups))).toEqual(["object/account/fields/tier/label"]);
  expect(packagesOf(ITEMS)).toEqual([{ name: "base", count: 1 }, { name: "workspace", count: 1 }]);
});

test("one text changes where it stands, and what is not shown stays", () => {
  const entries = [{ item: "object/gone/label", text: "Parti" }, { item: "a/b/label", text: "Un" }];
  expect(withText(entries, "a/b/label", "Une")).toEqual([{ item: "object/gone/label", text: "Parti" }, { item: "a/b/label", text: "Une" }]);
  expect(withText(entries, "a/b/label", "")).toEqual([{ item: "object/gone/label", text: "Parti" }]);
  expect(withText(entries, "c/d/label", "Deux")).toEqual([...entries, { item: "c/d/label", text: "Deux" }]);
  expect(strays([...entries, { item: "object/account/label", text: "Client" }], ITEMS)).toEqual(entries);
});

test("languages are called as the reader calls them, one that is unknown to us stays", () => {
  expect(languages("en", "").find(({ value }) => value === "de")?.label).toBe("German (de)");
  expect(languages("zh", "").find(({ value }) => value === "de")?.label).toBe("德语 (de)");
  expect(languages("en", "eo").map(({ value }) => value)).toContain("eo");
});

test("a place is told by the words of keys and the labels of entries", () => {
  const word = (key: string) => key.toUpperCase();
  const entries = (properties: Record<string, Schema>, keys = "name"): Schema => ({ type: "array", "x-list": `keyed(${keys})`, items: { properties } });
  const schema: Schema = { properties: {
    label: {}, fields: entries({ label: {}, help: {} }), tabs: entries({ sections: entries({ label: {} }) }),
    states: { properties: { transitions: entries({ message: {} }, "from,to") } },
  } };
  const told = (...path: string[]) => placeOf(path, schema, word, new Map([["fields/cost", "Cost"]]));
  expect(told("label")).toBe("LABEL");
  expect(told("fields", "help", "label")).toBe("FIELDS › help");
  expect(told("fields", "label", "help")).toBe("FIELDS › label › HELP");
  expect(told("states", "transitions", "open>done", "message")).toBe("STATES › TRANSITIONS › open>done › MESSAGE");
  expect(told("tabs", "main", "sections", "first", "label")).toBe("TABS › main › SECTIONS › first");
  expect(told("fields", "cost", "help")).toBe("FIELDS › Cost › HELP");
  expect(told("fields", "cost", "label")).toBe("FIELDS");
  expect(placeOf(["odd", "label"], undefined, word, new Map())).toBe("ODD");
});
