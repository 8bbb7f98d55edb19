// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render } from "@testing-library/react";
import { MemoryRouter, Route, Routes } from "react-router";
import { afterEach, expect, test, vi } from "vitest";

import { listingOf } from "../../core/listing";
import { Problem } from "../../core/problem";
import { Unread } from "./Unread";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const WHOLE = new Problem(400, "formula_unexpected", "Expected a value, found “)”.");
const alone = { code: "formula_unexpected", title: "Expected a value, found the end." };

function drawn(filter: string) {
  return render(
    <MantineProvider env="test" withCssVariables={false} withGlobalClasses={false} deduplicateCssVariables={false}>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <MemoryRouter initialEntries={["/o/deal"]}>
          <Routes><Route path="/o/:object" element={<Unread cause={WHOLE} onRetry={() => undefined} listing={listingOf(new URLSearchParams({ filter }))} onChange={() => undefined} />} /></Routes>
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

test("what is wrong with a formula is told of it alone, without the brackets that a view put around it", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (url: string, { body }: RequestInit) => {
    asked.push(`${url} ${String(body)}`);
    return Promise.resolve(new Response(JSON.stringify(alone), { status: 400, headers: { "Content-Type": "application/json" } }));
  });
  const { findByText, queryByText } = drawn("amount >");
  expect(await findByText(alone.title)).toBeTruthy();
  expect(queryByText(WHOLE.message)).toBeNull();
  expect([asked.length, asked[0]?.includes("deal"), asked[0]?.includes("amount >")]).toEqual([1, true, true]);
});

test("a view that cannot be read is told of as the server did", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new Error("nothing is asked")));
  expect(await drawn("").findByText(WHOLE.message)).toBeTruthy();
});
