// @vitest-environment jsdom
import { expect, test } from "vitest";

import { drawDisplay, fieldLike } from "../drawing";
import { cleanHtml, cleanMarkdown } from "./clean";

test("nothing in a formatted text can act", () => {
  const hostile = '<p onclick="a()">x<script>b()</script><img src=x onerror=c()><a href="javascript:d()">y</a><form><input></form><b style="color:red">z</b></p>';
  expect(cleanHtml(hostile)).toBe('<p>x<img><a>y</a></p><b>z</b><p></p>');
  expect(cleanMarkdown("**a** <iframe src=//x></iframe> [l](https://b.cn)")).toContain('<strong>a</strong>');
  expect(cleanMarkdown("<iframe src=//x></iframe>")).not.toContain("iframe");
});

test("a cell shows the words alone", () => {
  expect(drawDisplay(fieldLike("rich_text"), "<p>one</p><p>two &amp; <i>three</i></p>", true).container.textContent).toBe("one two & three");
  expect(drawDisplay(fieldLike("markdown"), "# one", true).container.textContent).toBe("# one");
});

test("a page shows the form", async () => {
  const { findByText } = drawDisplay(fieldLike("rich_text"), "<p>a <strong>b</strong></p>");
  expect((await findByText("b")).tagName).toBe("STRONG");
});
