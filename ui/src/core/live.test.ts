// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { createElement } from "react";
import { afterEach, expect, test, vi } from "vitest";

import { useLive } from "./live";
import { recordsKey } from "./records";

const opened: Source[] = [];
const asked: string[] = [];

class Source extends EventTarget {
  static readonly CLOSED = 2;
  readyState = 1;
  constructor() {
    super();
    opened.push(this);
  }
  close() {
    this.readyState = Source.CLOSED;
  }
}

const Following = () => {
  useLive();
  return null;
};

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What of the lists of two objects is to be read anew after an entry of the feed. */
async function staleAfter(entry: unknown): Promise<(boolean | undefined)[]> {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", Source);
  vi.stubGlobal("fetch", async (path: string) => { asked.push(path); return Response.json({}); });
  const client = new QueryClient();
  const keys = ["account", "contact"].map((object) => [...recordsKey(object), "list"]);
  for (const key of keys) client.setQueryData(key, []);
  const { unmount } = render(createElement(QueryClientProvider, { client }, createElement(Following)));
  opened.at(-1)?.dispatchEvent(new MessageEvent("change", { data: JSON.stringify(entry) }));
  await vi.advanceTimersByTimeAsync(1000);
  unmount();
  return keys.map((key) => client.getQueryState(key)?.isInvalidated);
}

test("a change is read anew where its object is shown", async () => {
  expect(await staleAfter({ object: "account", id: "1", change: "gone" })).toEqual([true, false]);
});

test("an object of which any record may have come or gone is read anew", async () => {
  expect(await staleAfter({ object: "contact", change: "reset" })).toEqual([false, true]);
});

test("everything is read anew when rights have changed", async () => {
  asked.length = 0;
  expect(await staleAfter({ object: null, change: "reset" })).toEqual([true, true]);
  expect(asked).toEqual(["/api/v1/me"]); // which tells the revision, before any record is asked for
});
