import { expect, test } from "vitest";

import { bodiesOf, type Body } from "../api";
import { documentsOf } from "./beginning";
import { TEMPLATES } from "./templates";

const begun = (id: string, ...left: string[]) => {
  const template = TEMPLATES.find((each) => each.id === id);
  if (!template) throw new Error(id);
  const fields = new Set(template.fields.map((field) => String(field["name"])).filter((name) => !left.includes(name)));
  return documentsOf(template, { name: "tool", label: { en: "Tool", zh: "工具" }, fields, shared: true });
};
const item = (documents: ReturnType<typeof begun>, kind: string): Body | undefined => documents.find((each) => each.kind === kind)?.item;

test("a template gives everything that an object needs, under the name it is given", () => {
  const documents = begun("asset");
  expect(documents.map(({ kind, name }) => `${kind}/${name}`)).toEqual([
    "picklist/tool_category", "picklist/tool_status", "object/tool", "layout/tool_page", "view/all_tool", "rule/tool_check", "role/tool_user", "sharing/tool",
  ]);
  expect(bodiesOf(item(documents, "object")?.["fields"]).find(({ name }) => name === "status")?.["values"]).toBe("tool_status");
});

test("what names a field that is not wanted is left out with it", () => {
  const documents = begun("asset", "status", "category");
  expect(documents.some(({ kind }) => kind === "rule" || kind === "picklist")).toBe(false);
  expect(JSON.stringify(item(documents, "layout"))).not.toContain("status");
  expect(item(documents, "view")?.["columns"]).toEqual(["name", "number", "holder", "warranty_until"].map((field) => ({ field })));
});
