import { expect, it, vi } from "vitest";

import type { RecordPage } from "./records";
import { pagesTogether, type ReadRows } from "./together";

const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => ({ id: String(from + index) }));
const reading = (total: number) => vi.fn<ReadRows>((skip, limit) => Promise.resolve<RecordPage>({
  data: rows(skip, Math.min(skip + limit, total)), page: { next: skip + limit < total ? "on" : null }, count: null, count_capped: false,
}));
const { signal } = new AbortController();
const ids = (page: RecordPage) => page.data.map(({ id }) => id);

it("reads neighbours that are wanted at once by one question", async () => {
  const read = reading(100);
  const page = pagesTogether(2, read);
  const found = await Promise.all([page(4, signal), page(3, signal), page(9, signal)]);
  expect(found.map(ids)).toEqual([["8", "9"], ["6", "7"], ["18", "19"]]);
  expect(read.mock.calls.map(([skip, limit]) => [skip, limit])).toEqual([[6, 4], [18, 2]]);
});

it("asks for no more at once than the server gives", async () => {
  const read = reading(100);
  const page = pagesTogether(2, read);
  await Promise.all([page(0, signal), page(1, signal), page(2, signal)]);
  expect(read.mock.calls.map(([skip, limit]) => [skip, limit])).toEqual([[0, 4], [4, 2]]);
});

it("tells of the end where it is", async () => {
  const page = pagesTogether(2, reading(3));
  const [first, second] = await Promise.all([page(0, signal), page(1, signal)]);
  expect([first.page.next === null, second.page.next]).toEqual([false, null]);
});

it("ends a question when nobody wants its answer any more", async () => {
  const given: AbortSignal[] = [];
  const page = pagesTogether(2, (_skip, _limit, asked) => { given.push(asked); return new Promise(() => {}); });
  const [one, other] = [new AbortController(), new AbortController()];
  void page(0, one.signal);
  void page(1, other.signal);
  await Promise.resolve();
  one.abort();
  expect(given.map(({ aborted }) => aborted)).toEqual([false]);
  other.abort();
  expect(given.map(({ aborted }) => aborted)).toEqual([true]);
});
