// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import type { PartMeta } from "../../core/metadata";
import type { Value } from "../../core/records";
import { drawInput, fieldLike } from "../drawing";
import { addressText, personText, placeText } from "./text";

const value = (parts: Record<string, string | number | null>) => parts as unknown as Value;
const part = (name: string, label: string): PartMeta => ({ ...fieldLike("text", { name: `thing__${name}`, label: `Thing · ${label}` }), part: name });

test("a name is put together as its language does", () => {
  expect(personText(null, value({ family: "张", given: "伟", title: "博士" }))).toBe("张伟 博士");
  expect(personText(null, value({ family: "Wu", given: "Ann", title: "Dr" }))).toBe("Dr Ann Wu");
});

test("an address goes from wide to narrow in Chinese and the other way round elsewhere", () => {
  expect(addressText(null, value({ country: "CN", region: "上海市", city: "上海", line: "南京路 1 号", postcode: "200000" }), "zh")).toBe("中国 上海市 上海 南京路 1 号 200000");
  expect(addressText(null, value({ country: "GB", city: "Leeds", line: "1 Park Row", postcode: "LS1" }), "en")).toBe("1 Park Row, Leeds, LS1, United Kingdom");
  expect(placeText(null, value({ latitude: 31.2304, longitude: 121.4737 }))).toBe("31.23040, 121.47370");
});

test("a part is typed in beside the others", async () => {
  const { given } = await drawInput(fieldLike("address", { parts: [part("city", "City"), part("line", "Address line")] }), value({ line: "x" }));
  fireEvent.change(screen.getByLabelText("City"), { target: { value: "Leeds" } });
  expect(given[0]).toEqual({ line: "x", city: "Leeds" });
});
