import { beforeAll, expect, test, vi } from "vitest";
import i18next from "i18next";

import type { Schema } from "./schema";

let told: typeof import("./telling");
beforeAll(async () => {
  await i18next.init({ lng: "zh", resources: {} });
  vi.resetModules(); // words are added to languages that are there when their module is loaded
  told = await import("./telling");
});

const level: Schema = { enum: ["read", "write"] };
const rules: Schema = { type: "array", "x-list": "keyed(name)", items: { type: "object", properties: { name: { type: "string" }, level } } };
const schema: Schema = { type: "object", properties: { default: level, rules } };
const telling = { say: (key: string) => key, language: "zh" };

test("a choice is told as people know it, wherever it stands in a document", () => {
  expect(told.tellingAt(["rules", "managers", "level"], [], { ...telling, schema }).schema).toBe(level);
  expect(told.shortly("read", { ...telling, schema: level })).toBe("读取");
  expect(told.shortly([{ name: "managers", level: "write" }], { ...telling, schema: rules })).toBe("name：managers · level：写入");
});

const layout: Schema = {
  properties: {
    tabs: { type: "array", "x-list": "keyed(name)", items: { properties: { fields: { type: "array", "x-list": "keyed(field)", items: { properties: { field: { "x-ref": "field" } } } } } } },
    compact: { type: "array", "x-ref": "field", items: { type: "string" } },
  },
};
const calling = { ...telling, schema: layout, object: "visit", called: (ref: string, name: string, object: string) => (ref === "field" && object === "visit" && name === "cost" ? "费用" : undefined) };

test("a place is told by the labels of entries and by what they name", () => {
  const document = { tabs: [{ name: "main", label: { zh: "概要" }, fields: [{ field: "cost" }] }] };
  expect(told.placed(["tabs", "main", "fields", "cost", "wide"], [document], calling)).toEqual(["tabs", "概要", "fields", "费用", "wide"]);
  expect(told.placed(["tabs", "gone"], [document], calling, [{ name: "gone", label: { zh: "旧页" } }])).toEqual(["tabs", "旧页"]);
  expect(told.placed(["tabs", "order"], [document], calling)).toEqual(["tabs", "order"]);
  expect(told.placed(["tabs", "main"], [{ tabs: [{ name: "main" }] }, document], calling)).toEqual(["tabs", "概要"]);
});

test("features are told by their labels", () => {
  const features: Schema = { type: "array", "x-feature": true, items: { type: "string" } };
  expect(told.shortly(["history"], { ...calling, schema: features, called: (ref) => (ref === "feature" ? "历史" : undefined) })).toBe("历史");
});

test("names that stand for fields are told by their labels, also where they sort downwards", () => {
  expect(told.shortly(["cost", "-cost", "other"], { ...calling, schema: layout.properties?.["compact"] })).toBe("费用、费用 ↓、other");
});

const related: Schema = {
  properties: {
    related: { type: "array", "x-list": "keyed(relation)", items: { properties: { relation: { "x-ref": "relation" }, columns: { type: "array", "x-ref": "field", "x-of": "relation", items: { type: "string" } } } } },
    cards: { type: "array", "x-list": "keyed(name)", items: { properties: { name: {}, view: { "x-ref": "view" } } } },
  },
};
const names: Record<string, string> = { "relation/bills/visit": "账单", "field/total/bill": "合计", "view/due/visit": "待付" };
const behind = { ...telling, schema: related, object: "visit", called: (ref: string, name: string, object: string) => names[`${ref}/${name}/${object}`], behind: (relation: string, object: string) => (relation === "bills" && object === "visit" ? "bill" : undefined) };

test("fields behind a relation are told by the labels that the records there have", () => {
  const document = { related: [{ relation: "bills", columns: ["total"] }] };
  expect(told.placed(["related", "bills", "columns", "-total"], [document], behind)).toEqual(["related", "账单", "columns", "合计 ↓"]);
  expect(told.shortly(["total"], told.tellingAt(["related", "bills", "columns"], [document], behind))).toBe("合计");
  expect(told.placed(["related", "others", "columns", "total"], [{ related: [{ relation: "others" }] }], behind)).toEqual(["related", "others", "columns", "total"]);
});

test("an entry without a label is told by what it shows, also where it is named, and a key by what the schema calls it", () => {
  expect(told.placed(["cards", "first", "view"], [{ cards: [{ name: "first", view: "due" }] }], behind)).toEqual(["cards", "待付", "view"]);
  const app: Schema = { properties: { home: { "x-of": "menu" } } };
  const menu = [{ name: "work", items: [{ name: "today", view: "due" }] }];
  const calling = { ...behind, schema: app, object: "", called: (ref: string, name: string) => (ref === "view" && name === "due" ? "待付" : undefined) };
  expect(told.shortly("today", told.tellingAt(["home"], [{ home: "today", menu }], calling))).toBe("待付");
  const titled: Schema = { properties: { values: { title: "Values", "x-zh-title": "字段值", type: "string" } } };
  expect(told.shortly({ values: "x" }, { ...telling, schema: titled })).toBe("字段值：x");
});

test("a label is told in the language of the pages, and a text that is no choice as it is", () => {
  expect(told.shortly({ en: "Cost", zh: "费用" }, telling)).toBe("费用");
  expect(told.shortly({ en: "Cost" }, { ...telling, language: "zh" })).toBe("Cost");
  expect(told.shortly("read", telling)).toBe("read");
});

test("a whole document tells how much its lists hold, and the first of it by label", () => {
  const fields = Array.from({ length: 10 }, (_, at) => ({ name: `f${at}`, ...(at === 0 && { label: { en: "Cost", zh: "费用" } }) }));
  const held = told.holding({ kind: "object", name: "visit", label: { en: "Visit" }, owned: true, default: "read", fields, when: "cost < 0" }, { ...telling, schema });
  expect(held).toEqual(["owned", "default：读取", "fields 10：费用、f1、f2、f3、f4、f5、f6、f7 …", "when：cost < 0"]);
});

test("what a role gives is told with the rights on each object", () => {
  const role: Schema = { properties: { objects: { type: "array", "x-list": "keyed(object)", items: { properties: { object: { "x-ref": "object" }, rights: { type: "array", items: { enum: ["read", "write"] } } } } } } };
  const body = { objects: [{ object: "*", rights: ["read"] }, { object: "visit", rights: ["read", "write"] }, { object: "bill" }] };
  const objects: Record<string, string> = { "*": "所有对象", visit: "拜访" };
  expect(told.holding(body, { ...telling, schema: role, called: (ref, name) => (ref === "object" ? objects[name] : undefined) })).toEqual(["objects 3：所有对象（读取）、拜访（读取、写入）、bill"]);
});
