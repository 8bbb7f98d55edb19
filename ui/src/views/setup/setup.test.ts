// @vitest-environment jsdom
import { expect, test } from "vitest";

import { startLanguage } from "../../core/i18n";
import { byTitle, foreignFields, labelFrom } from "./items";
import { differing } from "./difference";
import { entryName, formOf, helpOf, isName, keysOf, merged, nameFrom, pluralFrom, same, withLabelledName, withName, withValue } from "./schema";

test("a schema tells by which input a value is edited", () => {
  const label = { type: "object", properties: { en: { type: "string" }, zh: { type: "string" } } };
  const entries = { type: "array", "x-list": "keyed(from,to)", items: { type: "object", properties: {} } };
  expect(["en", "zh"].map((language) => helpOf({ description: "In pixels.", "x-zh": "单位为像素。" }, language))).toEqual(["In pixels.", "单位为像素。"]);
  expect(formOf({ const: "object" })).toBe("nothing");
  expect(formOf({ type: "string", "x-formula": true })).toBe("formula");
  expect(formOf(label)).toBe("label");
  expect(formOf(entries)).toBe("entries");
  expect(keysOf(entries)).toEqual(["from", "to"]);
  expect(entryName(keysOf(entries), { from: "a", to: "b" })).toBe("a>b");
  expect(formOf({ oneOf: [{ const: "*" }, { type: "array" }] })).toBe("grant");
  expect(formOf({ type: "array", items: { type: ["string", "number"] } })).toBe("json");
});

test("a property that says nothing leaves the document, and the others keep their order", () => {
  expect(Object.keys(withValue({ a: 1, b: 2, c: 3 }, "b", 4))).toEqual(["a", "b", "c"]);
  expect(withValue({ a: 1, b: 2 }, "b", undefined)).toEqual({ a: 1 });
  expect(same({ a: [1, { b: 2 }], c: 1 }, { c: 1, a: [1, { b: 2 }] })).toBe(true);
  expect(same({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
});

test("a label gives a name that formulas take", () => {
  expect(nameFrom("Site visit (2026)")).toBe("site_visit_2026");
  expect(nameFrom("2nd phone")).toBe("nd_phone");
  expect(["a", "a_b", "a__b", "a_", "A", "1a", ""].map(isName)).toEqual([true, true, false, false, false, false, false]);
});

test("an entry that is published says what it was called before, one that is new does not", () => {
  expect(withName({ name: "cost" }, "expense", ["cost"])).toEqual({ name: "expense", renamed_from: "cost" });
  expect(withName({ name: "expense", renamed_from: "cost" }, "cost", ["cost"])).toEqual({ name: "cost" });
  expect(withName({ name: "field" }, "size", ["cost"])).toEqual({ name: "size" });
  expect(merged([{ name: "hot" }, { name: "warm" }], "hot", "warm")).toEqual([{ name: "warm", renamed_from: "hot" }]);
});

test("a new entry is named by its English label until somebody names it otherwise", () => {
  const label = (en: string, name = "") => ({ name, label: { en } });
  expect(withLabelledName({}, label("In use"), "value_1", [])["name"]).toBe("in_use");
  expect(withLabelledName(label("In", "in"), label("In use", "in"), "value_1", [])["name"]).toBe("in_use");
  expect(withLabelledName(label("In", "busy"), label("In use", "busy"), "value_1", [])["name"]).toBe("busy");
  expect(withLabelledName({}, label("In use"), "value_2", ["in_use"])["name"]).toBe("value_2");
  expect(withLabelledName({}, { label: { zh: "闲置" } }, "value_3", [])["name"]).toBe("value_3");
});

test("many are called by the usual ending, in English alone", () => {
  expect([{ en: "Asset" }, { en: "Category" }, { en: "Day" }, { en: "Box", zh: "盒子" }].map(pluralFrom)).toEqual([{ en: "Assets" }, { en: "Categories" }, { en: "Days" }, { en: "Boxes", zh: "盒子" }]);
});

test("only lines that differ are told, with what stands around them", () => {
  const told = differing(["{", "a", "b", "c", "d", "}"], ["{", "a", "b", "x", "d", "}"]);
  expect(told.map(({ sign, text }) => sign + text)).toEqual([" a", " b", "-c", "+x", " d", " }"]);
});

test("the words of Setup are in both languages and take the same parts", async () => {
  startLanguage(); // words are added to a language that has begun
  const { CHOICES, KEYS, SETUP, TYPES } = await import("./words");
  const { DESIGN } = await import("./designWords");
  const { START } = await import("./startWords");
  const { MORE_CHOICES, MORE_KEYS } = await import("./keyWords");
  const parts = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(([part]) => part).sort();
  const all = Object.entries<{ en: string; zh: string }>({ ...SETUP, ...DESIGN, ...START, ...KEYS, ...TYPES, ...CHOICES, ...MORE_KEYS, ...MORE_CHOICES });
  expect(all.filter(([, word]) => word.en === word.zh || String(parts(word.en)) !== String(parts(word.zh)))).toEqual([]);
});

test("fields that packages brought are all but those whose type the workspace says", () => {
  const fields = [{ name: "name", type: "text" }, { name: "phone", type: "phone" }, { name: "mine", type: "text" }];
  const item = { kind: "object", name: "account", digest: "", body: { fields } };
  const layers = [{ package: "base", body: { fields: fields.slice(0, 1) } }, { package: "workspace", body: { fields: [{ name: "name", label: { en: "N" } }, { name: "mine", type: "text" }] } }];
  expect([...foreignFields({ ...item, package: "base", layers })]).toEqual(["name", "phone"]);
  expect(foreignFields({ ...item, package: "workspace", layers: [] }).size).toBe(0);
});

test("items stand by title, and one without a label is called as the object it is about", () => {
  const one = (kind: string, name: string, zh: string | null, object: string | null = null) => ({ kind, name, package: "sales", object, label: zh === null ? null : { zh } });
  const items = [one("object", "visit", "拜访"), one("object", "account", "客户"), one("duplicate_rule", "same_visit", null, "visit")];
  expect(byTitle(items, ({ label }) => label?.zh ?? "", "zh").map(({ name }) => name)).toEqual(["same_visit", "visit", "account"]);
  expect(labelFrom(items, [], "duplicate_rule", "same_visit")).toEqual({ zh: "拜访" });
  expect(labelFrom(items, [], "object", "other")).toBeNull();
});
