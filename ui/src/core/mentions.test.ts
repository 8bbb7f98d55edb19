import { expect, test } from "vitest";

import { completed, loginsIn, openMention, piecesOf } from "./mentions";

test("a text is cut at its mentions as the server finds them", () => {
  expect(loginsIn("请 @rep、@other 和 @nobody 看一下，mail@rep.example is none. @rep.")).toEqual(["rep", "other", "nobody"]);
  expect(loginsIn("@li.na@example.com and (@a-b)")).toEqual(["li.na@example.com", "a-b"]);
  expect(piecesOf("Ask @rep.").map(({ text }) => text)).toEqual(["Ask ", "@rep", "."]);
  expect(piecesOf("nobody")).toEqual([{ text: "nobody", login: null }]);
});

test.each([
  ["Ask @", { from: 4, typed: "" }],
  ["请@zhangw", { from: 1, typed: "zhangw" }],
  ["@张", { from: 0, typed: "张" }],
  ["mail@rep", null],
  ["@rep done", null],
])("before the caret of %j a mention is begun or not", (text, found) => {
  expect(openMention(text, text.length)).toEqual(found);
});

test("what is completed is set off by blanks and the caret stands behind it", () => {
  expect(completed("请@zh看", 1, 4, "zhang")).toEqual({ text: "请 @zhang 看", caret: 9 });
  expect(completed("Ask @z now", 4, 6, "zhang")).toEqual({ text: "Ask @zhang now", caret: 11 });
  expect(loginsIn(completed("请@", 1, 2, "zhang").text)).toEqual(["zhang"]);
});
