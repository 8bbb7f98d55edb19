import i18next from "i18next";
import { beforeAll, expect, test, vi } from "vitest";

import type { KindDescription } from "./api";
import type { Schema } from "./schema";

let kinds: typeof import("./kinds");
beforeAll(async () => {
  await i18next.init({ lng: "zh", resources: {} });
  vi.resetModules(); // words are added to languages that are there when their module is loaded
  kinds = await import("./kinds");
});

const minutes: Schema = { type: "integer", title: "Minutes", "x-zh-title": "分钟" };
const level: KindDescription = {
  name: "sla_policy", folder: "sla_policies", package: "desk", label: { en: "Service level", zh: "服务级别" },
  schema: { properties: { promises: { type: "array", title: "Promises", items: { type: "object", properties: { minutes } } } } },
};
const view: KindDescription = { name: "view", folder: "views", package: null, schema: {} };

test("a kind of a package and its keys are called as its schema says, at any depth", () => {
  const zh = kinds.wordsOf([view, level], "zh");
  expect([zh.kind("sla_policy"), zh.kind("view"), zh.key("sla_policy", "minutes"), zh.key("view", "minutes")]).toEqual(["服务级别", "视图", "分钟", "minutes"]);
  expect(kinds.wordsOf([level], "en").key("sla_policy", "minutes")).toBe("Minutes");
});

test("a title in one language stands for both", () => {
  expect(kinds.wordsOf([level], "zh").key("sla_policy", "promises")).toBe("Promises");
});

test("a finding calls a key as its schema does", () => {
  const found = { code: "missing_key", severity: "error", path: "sla_policy/gold/promises/high", fix: null, message: "缺少键“minutes”。", params: { key: "minutes" } } as const;
  expect(kinds.withKeyWords(found, kinds.wordsOf([level], "zh")).message).toBe("缺少键“分钟”。");
});
