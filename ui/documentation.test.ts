// @vitest-environment node
import { expect, test } from "vitest";

import { anchor, documentOf, pageLink } from "./documentation";

test.each([
  ["reference/settings.md", "reference/settings"],
  ["tutorial/pipeline/README.md", "tutorial/pipeline/"],
  ["../index.md#top", "../#top"],
  ["index.md", "./"],
  ["errors.md#not_unique", "errors#not_unique"],
  ["https://example.org/README.md", "https://example.org/README.md"],
])("a link to %s leads to %s", (href, page) => {
  expect(pageLink(href)).toBe(page);
});

test.each([
  ["`not_unique`", "not_unique"],
  ["A view of one's own", "a-view-of-ones-own"],
  ["guanxi import-undo", "guanxi-import-undo"],
  ["应用：菜单", "应用菜单"],
])("the heading %s has the anchor %s", (heading, name) => {
  expect(anchor(heading)).toBe(name);
});

test("a page carries its title and no inline script or style", () => {
  const page = documentOf("# Errors\n\n## `invalid`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
  expect(page).toContain("<title>Errors · Guanxi</title>");
  expect(page).toContain('<h2 id="invalid"><code>invalid</code></h2>');
  expect(page).not.toMatch(/<style|style=|<script(?![^>]*src=)/);
});

test("a Chinese page says so", () => {
  expect(documentOf("# 文档\n")).toContain('<html lang="zh">');
  expect(documentOf("# 文档\n")).toContain('<a href="/docs/index.zh">文档</a>');
  expect(documentOf("# Guide\n")).toContain('<a href="/docs/">Documentation</a>');
});
