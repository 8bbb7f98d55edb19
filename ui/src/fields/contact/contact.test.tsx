// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { drawDisplay, drawInput, fieldLike } from "../drawing";
import { hrefOf } from "./text";

test.each([
  ["email", "a@例子.cn", "mailto:a@%E4%BE%8B%E5%AD%90.cn"],
  ["phone", "+8613800138000", "tel:+8613800138000"],
  ["url", "https://www.example.com/", "https://www.example.com/"],
])("a value of %s leads where it says", async (type, value, href) => {
  expect(drawDisplay(fieldLike(type), value).getByRole("link").getAttribute("href")).toBe(href);
});

test("what is masked or no address leads nowhere", () => {
  expect([hrefOf("mailto", "a****"), hrefOf("web", "javascript:alert(1)"), hrefOf("tel", "+861****00")]).toEqual([null, null, null]);
});

test("an address is handed out as typed", async () => {
  const { given } = await drawInput(fieldLike("email"), null);
  fireEvent.change(screen.getByLabelText("Thing"), { target: { value: "a@b.cn" } });
  expect(given).toEqual(["a@b.cn"]);
});
