// @vitest-environment jsdom
import { act, fireEvent, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";

import { drawDisplay, drawInput, fieldLike, operatorOf } from "../drawing";
import { namedBy, namingBy, writtenBy } from "../registry";

const field = fieldLike("lookup", { to: "place", to_name: "title" });
const place = { name: "place", label: "Place", name_field: "title", rights: ["read"], fields: [] };

const json = (told: unknown) => new Response(JSON.stringify(told), { headers: { "Content-Type": "application/json" } });

afterEach(() => vi.unstubAllGlobals());

test("a reference shows the name of what it names and leads there", () => {
  const link = drawDisplay(field, { id: "7", title: "苏州" }).getByRole("link", { name: "苏州" });
  expect(link.getAttribute("href")).toBe("/o/place/7");
});

test("a reference to what may not be seen leads nowhere", () => {
  expect(drawDisplay(fieldLike("lookup"), "7").container.querySelector("a")).toBeNull();
});

test("a reference that came without a name tells that it may not be seen, and its id only to who points at it", () => {
  const { container } = drawDisplay(field, { id: "0190-7", title: null });
  expect([container.textContent?.includes("0190-7"), container.querySelector("a"), container.querySelector("[title]")?.getAttribute("title")]).toEqual([false, null, "0190-7"]);
});

test("several references are found by any of them, and one is taken away by its button", async () => {
  const many = fieldLike("many_to_many", { to: "place" });
  expect(operatorOf(many, "has").write("thing", { id: "7" })).toBe("INCLUDES(thing, '7')");
  expect(operatorOf(many, "has_not").write("thing", { id: "7" })).toBe("NOT INCLUDES(thing, '7')");
  const { given, getAllByRole } = await drawInput(many, ["7", "8"]);
  fireEvent.click(getAllByRole("button")[0]!);
  expect(given[0]).toEqual(["8"]);
});

test("the records that name one are found and made by the field that names it", () => {
  const many = fieldLike("many_to_many", { to: "place" });
  const one = { id: "7", title: "苏州" };
  expect([namedBy(field, one), namingBy(field, one)]).toEqual(["thing = '7'", one]);
  expect([namedBy(many, one), namingBy(many, one)]).toEqual(["INCLUDES(thing, '7')", ["7"]]);
});

test("a reference is written by its id, a pointer with its kind", () => {
  expect(writtenBy(field, { id: "7", title: "苏州" })).toBe("7");
  expect(writtenBy(fieldLike("poly_lookup"), { id: "7", type: "place", name: "苏州" })).toEqual({ id: "7", type: "place" });
  expect(operatorOf(field, "is").write("thing", { id: "7" })).toBe("thing = '7'");
});

test("what a look-up offers lies over the next field only once it is asked for", async () => {
  vi.stubGlobal("fetch", (url: string) => Promise.resolve(json(url.includes("objects/place") ? place : { data: [{ id: "7", title: "苏州" }] })));
  const { findByRole, getByRole } = await drawInput(field, null);
  const box = getByRole("textbox");
  await act(async () => box.focus());
  expect(box.hasAttribute("data-expanded")).toBe(false);
  fireEvent.keyDown(box, { key: "ArrowDown", code: "ArrowDown" });
  expect(box.hasAttribute("data-expanded")).toBe(true);
  expect(await findByRole("option", { name: "苏州", hidden: true })).toBeTruthy();
});

test("what a look-up offers in a cell shows at once", async () => {
  vi.stubGlobal("fetch", (url: string) => Promise.resolve(json(url.includes("objects/place") ? place : { data: [{ id: "7", title: "苏州" }] })));
  const { findByRole } = await drawInput(field, null, { bare: true, autoFocus: true });
  expect(await findByRole("option", { name: "苏州", hidden: true })).toBeTruthy();
});

test("what answers an earlier text cannot be taken", async () => {
  let answer: ((found: unknown) => void) | undefined;
  vi.stubGlobal("fetch", (url: string, { body }: RequestInit) => {
    if (url.includes("objects/place")) return Promise.resolve(json(place));
    if (!String(body).includes("search")) return Promise.resolve(json({ data: [{ id: "7", title: "苏州" }] }));
    return new Promise((resolve) => { answer = (found) => resolve(json(found)); });
  });
  const { findByRole, getByRole, given } = await drawInput(field, null);
  const box = getByRole("textbox");
  fireEvent.click(box);
  const early = await findByRole("option", { name: "苏州", hidden: true });
  expect(early.hasAttribute("data-combobox-disabled")).toBe(false);
  fireEvent.change(box, { target: { value: "Nan" } });
  expect(early.hasAttribute("data-combobox-disabled")).toBe(true);
  fireEvent.keyDown(box, { key: "ArrowDown" });
  fireEvent.keyDown(box, { key: "Enter" });
  expect(given).toEqual([]);
  await waitFor(() => expect(answer).toBeDefined());
  answer?.({ data: [{ id: "8", title: "Nanjing" }] });
  const late = await findByRole("option", { name: "Nanjing", hidden: true });
  expect(late.hasAttribute("data-combobox-disabled")).toBe(false);
  fireEvent.click(late);
  expect(given[0]).toMatchObject({ id: "8" });
});
