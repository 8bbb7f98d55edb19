import { expect, test } from "vitest";

import { placeOf, type Notice } from "./notices";

const notice = (part: Partial<Notice>): Notice => ({ id: "n", at: "2026-11-28T06:07:08Z", kind: "owner_given", text: "", params: {}, record: null, read_at: null, ...part });
const record = { object: "thing", id: "1", name: "One" };

test("a notice leads to its record, to the list of many, to its import or its file, or nowhere", () => {
  expect([
    placeOf(notice({ record })), placeOf(notice({ record, kind: "mentioned" })), placeOf(notice({ record: { ...record, id: null }, params: { count: 3 } })),
    placeOf(notice({ record: { ...record, id: null }, params: { import: "i", job: "j" } })), placeOf(notice({ params: { job: "j" } })), placeOf(notice({})),
  ]).toEqual([{ page: "/o/thing/1" }, { page: "/o/thing/1?part=comments" }, { page: "/o/thing" }, { page: "/o/thing/import/i" }, { file: "j" }, null]);
});
