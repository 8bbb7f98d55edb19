import { expect, test } from "vitest";

import { completed, loginsIn, openMention, piecesOf, sentOf, wordingOf, type Named } from "./mentions";

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

const PEOPLE = new Map<string, Named>([["wei", "张伟"], ["wei2", "张伟"], ["li.na", "Li Na"], ["ann", "Ann"]].map(([login = "", name = ""]) => [login, { id: login, name, login }]));

test.each([
  ["请 @wei 看一下", "请 @张伟 看一下"],
  ["@li.na, @ann.", "@Li Na, @Ann."],
  ["@wei and @wei2", "@张伟 and @wei2"],
  ["@nobody and mail@ann.example", "@nobody and mail@ann.example"],
])("%j is written anew with names and sent as it was", (said, written) => {
  const wording = wordingOf(said, PEOPLE);
  expect(wording.text).toBe(written);
  expect(sentOf(wording)).toBe(said);
});

test("who is mentioned stays set off from what is written behind, and a longer word is none", () => {
  const people = [...PEOPLE.values()].filter(({ login }) => login !== "wei2");
  expect(sentOf({ text: "请@张伟明天看", people })).toBe("请@张伟明天看"); // as an address: no mention
  expect(sentOf({ text: "请 @张伟明天看", people })).toBe("请 @wei 明天看");
  expect(sentOf({ text: "@Anna @Ann-Marie @Li Na2", people })).toBe("@Anna @ann -Marie @Li Na2");
});
