// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";

import { startLanguage } from "../../../core/i18n";
import type { Body } from "../api";
import { LabelInput } from "./LabelInput";

beforeAll(() => startLanguage());

test("a text of many lines has room for them, and a label stands on one", () => {
  const said: Body[] = [];
  render(<MantineProvider env="test"><LabelInput label="Text" long value={{ zh: "甲" }} onChange={(value) => said.push(value)} /><LabelInput label="Label" value={{}} onChange={() => undefined} /></MantineProvider>);
  expect(screen.getAllByRole("textbox").map(({ tagName }) => tagName)).toEqual(["TEXTAREA", "TEXTAREA", "INPUT", "INPUT"]);
  fireEvent.change(screen.getAllByRole("textbox")[0] as HTMLElement, { target: { value: "one\ntwo" } });
  expect(said).toEqual([{ zh: "甲", en: "one\ntwo" }]);
});
