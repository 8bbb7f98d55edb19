import { expect, test } from "vitest";

import { scrolledIn } from "./scrolled";

function storage(): Storage {
  const kept = new Map<string, string>();
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => void kept.set(key, text) } as Storage;
}

test("each step of the history has spots of its own, which outlast a reload", () => {
  const place = storage();
  const scrolled = scrolledIn(place);
  scrolled.note("first", "rows", { left: 0, top: 900 });
  scrolled.note("second", "rows", { left: 0, top: 30 });
  scrolled.keep();
  const anew = scrolledIn(place);
  expect(anew.at("first").get("rows")).toEqual({ left: 0, top: 900 });
  expect(anew.at("second").get("rows")).toEqual({ left: 0, top: 30 });
  expect(anew.at("third").size).toBe(0);
});

test("a step that takes the place of another goes on from where that one was", () => {
  const scrolled = scrolledIn(storage());
  scrolled.note("before", "page", { left: 0, top: 400 });
  scrolled.hand("before", "after");
  scrolled.hand("after", "after");
  expect(scrolled.at("after").get("page")?.top).toBe(400);
  expect(scrolled.at("before").size).toBe(0);
});

test("a step that begins anew, and what somebody else wrote, is not gone back to", () => {
  const place = storage();
  const scrolled = scrolledIn(place);
  scrolled.note("default /o/deal", "rows", { left: 0, top: 900 });
  scrolled.keep();
  expect(scrolledIn(place, (step) => step.startsWith("default ")).at("default /o/deal").size).toBe(0);
  place.setItem("guanxi.scrolled", "{");
  expect(scrolledIn(place).at("default /o/deal").size).toBe(0);
});
