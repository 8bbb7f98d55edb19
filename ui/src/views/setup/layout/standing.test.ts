import { expect, test } from "vitest";

import { before, pageFor, type Standing } from "./standing";

const layout = (name: string, roles: readonly string[] = [], types: readonly string[] = []): Standing => ({ name, title: name, roles, types });
const ALL = [layout("for_all"), layout("for_rep", ["rep"]), layout("for_firm", [], ["firm"]), layout("for_rep_firm", ["rep"], ["firm"])];

test("the most special layout is the page, whatever the names", () => {
  expect(pageFor(ALL, "rep", "firm")?.name).toBe("for_rep_firm");
  expect(pageFor(ALL, "rep", "person")?.name).toBe("for_rep");
  expect(pageFor(ALL, "boss", "firm")?.name).toBe("for_firm");
  expect(pageFor(ALL, "boss", "person")?.name).toBe("for_all");
});

test("a layout tells which others come before it, and whether nothing is left for it", () => {
  expect(before(layout("for_all"), ALL).first.map(({ name }) => name)).toEqual(["for_rep_firm", "for_rep", "for_firm"]);
  expect(before(layout("for_all"), ALL).covered).toBe(false);
  const again = layout("z_rep", ["rep"]);
  expect(before(again, [...ALL, again]).covered).toBe(true);
});
