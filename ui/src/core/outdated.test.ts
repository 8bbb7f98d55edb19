// @vitest-environment jsdom
import { renderHook, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";

import { later, useOutdated } from "./outdated";

const GONE = () => Promise.reject(new TypeError("Failed to fetch dynamically imported module: /assets/Old-1.js"));
const pages = (entry: string) => vi.stubGlobal("fetch", async () => new Response(`<script type="module" src="${entry}"></script>`));

function begun(): void {
  const script = Object.assign(document.createElement("script"), { type: "module" });
  script.setAttribute("src", "/assets/index-1.js");
  document.head.append(script);
}

afterEach(() => {
  vi.unstubAllGlobals();
  document.head.replaceChildren();
});

test("a part comes as it is, and an error of its own is thrown", async () => {
  await expect(later(Promise.resolve(7))).resolves.toBe(7);
  await expect(later(Promise.reject(new Error("broken")))).rejects.toThrow("broken");
});

test("one that cannot be fetched from the same pages, or from nobody, fails", async () => {
  begun();
  pages("/assets/index-1.js");
  await expect(later(GONE())).rejects.toThrow("Failed to fetch");
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("nobody")));
  await expect(later(GONE())).rejects.toThrow("Failed to fetch");
});

test("one that is gone with the pages it belonged to never comes, and people are told", async () => {
  begun();
  pages("/assets/index-2.js");
  const settled = vi.fn();
  later(GONE()).then(settled, settled);
  const { result } = renderHook(useOutdated);
  await waitFor(() => expect(result.current).toBe(true));
  expect(settled).not.toHaveBeenCalled();
});
