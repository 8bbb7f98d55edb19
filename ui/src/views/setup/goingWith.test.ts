import { expect, test } from "vitest";

import type { Body, Draft } from "./api";
import { goingWith } from "./goingWith";

const draft = (kind: string, name: string, item: Body, base: string | null = null): Draft => ({ kind, name, item, base, state: "changed" });
const named = (drafts: readonly Draft[]) => drafts.map(({ kind, name }) => `${kind}/${name}`);

const LIST = draft("picklist", "ticket_state", { values: [] });
const PAGE = draft("layout", "ticket_page", { object: "ticket" });
const ROLE = draft("role", "ticket_user", { objects: [{ object: "ticket" }] });
const REST = [draft("rule", "other", { object: "visit" }), draft("role", "seller", { objects: [{ object: "ticket" }] }, "digest"), LIST, PAGE, ROLE];
const FIELDS = { fields: [{ name: "state", values: "ticket_state" }] };

test("with a new object goes what was begun for it, and nothing that is published", () => {
  expect(named(goingWith({ kind: "object", name: "ticket" }, [draft("object", "ticket", FIELDS), ...REST]))).toEqual(["picklist/ticket_state", "layout/ticket_page", "role/ticket_user"]);
});

test("with the draft of a published object go the new lists of its new fields alone", () => {
  expect(named(goingWith({ kind: "object", name: "ticket" }, [draft("object", "ticket", FIELDS, "digest"), ...REST]))).toEqual(["picklist/ticket_state"]);
});

test("a list stays where another draft names it, and nothing goes with what is no object", () => {
  const both = [draft("object", "ticket", FIELDS), draft("object", "visit", FIELDS), LIST];
  expect(goingWith({ kind: "object", name: "ticket" }, both)).toEqual([]);
  expect(goingWith(PAGE, [PAGE, ROLE])).toEqual([]);
});
