import i18next from "i18next";
import { beforeAll, expect, test, vi } from "vitest";

import type { Finding } from "./api";

let found: typeof import("./findings");
beforeAll(async () => {
  await i18next.init({ lng: "zh", resources: {} });
  vi.resetModules(); // words are added to languages that are there when their module is loaded
  found = await import("./findings");
});

const lacking: Finding = {
  code: "field_needs_key", severity: "error", path: "object/visit/fields/field", fix: null,
  message: "poly_lookup 字段需要“targets”。", params: { type: "poly_lookup", key: "targets" },
};

test("keys and types of a finding are called as on the pages", () => {
  expect(found.sentenceOf(lacking)).toBe("多对象查找字段需要“目标对象”。");
  expect(found.sentenceOf({ ...lacking, message: "缺少en标签。", params: { language: "en" } })).toBe("缺少英文标签。");
  expect(found.sentenceOf({ ...lacking, message: "没有 x。", params: {}, fix: "y" })).toBe("没有 x。 → y");
});

test("a finding whose key is called otherwise already keeps its spaces", () => {
  const english = { ...lacking, message: "Fields of the type poly_lookup need “Targets”.", params: { type: "poly_lookup", key: "" } };
  expect(found.sentenceOf(english)).toContain("Fields of the type 多对象查找");
});

test("what a field lacks is told where it is asked for", () => {
  expect(found.atWhatLacks(lacking).path).toBe(`${lacking.path}/targets`);
  expect(found.atWhatLacks({ ...lacking, code: "unknown_key" }).path).toBe(lacking.path);
});
