// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { createElement } from "react";
import { expect, test, vi } from "vitest";

import { startLanguage } from "../core/i18n";
import type { Extend, Guanxi, RecordPlace } from "./contract";
import { ExtensionPanel } from "./ExtensionPanel";
import { loadExtensions, type Extensions } from "./extensions";

const found = (...names: string[]) => names.map((name) => ({ package: name, script: `/api/v1/extensions/${name}/1/index.js` }));

function modules(extends_: Readonly<Record<string, Extend | undefined>>) {
  return async (script: string) => ({ default: extends_[script.split("/")[4] ?? ""] });
}

function shown(extensions: Extensions, name: string): void {
  const client = new QueryClient();
  client.setQueryData(["extensions"], extensions);
  const place = { object: "deal", id: "1", record: { id: "1", name: "Big" } };
  render(
    <MantineProvider><QueryClientProvider client={client}><ExtensionPanel name={name} place={place} /></QueryClientProvider></MantineProvider>,
  );
}

startLanguage();

const Title = ({ record }: RecordPlace) => createElement("p", null, `Panel of ${String(record["name"])}`);
const Broken = () => {
  throw new Error("no luck");
};

test("what a package puts into a slot stands under its name", async () => {
  const extensions = await loadExtensions(found("fine"), modules({ fine: ({ panel }: Guanxi) => panel("title", { Component: Title }) }));
  shown(extensions, "fine/title");
  expect(screen.getByText("Panel of Big")).toBeTruthy();
});

test("a module that fails brings nothing, is named, and leaves the others alone", async () => {
  const half = ({ panel }: Guanxi) => {
    panel("title", { Component: Title });
    throw new Error("half way");
  };
  const whole = ({ panel }: Guanxi) => panel("title", { Component: Title });
  const extensions = await loadExtensions(found("half", "empty", "whole"), modules({ half, whole, empty: undefined }));
  expect([...extensions.panels.keys()]).toEqual(["whole/title"]);
  expect([...extensions.failed.keys()]).toEqual(["half", "empty"]);
});

test("a panel that meets an error leaves the page standing and says which it is", async () => {
  const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const extensions = await loadExtensions(found("odd"), modules({ odd: ({ panel }: Guanxi) => panel("bad", { Component: Broken }) }));
  shown(extensions, "odd/bad");
  expect(screen.getByRole("alert").textContent).toContain("odd/bad");
  told.mockRestore();
});

test("a name is given once", async () => {
  const twice = ({ panel }: Guanxi) => ["a", "a"].forEach((name) => panel(name, { Component: Title }));
  expect([...(await loadExtensions(found("twice"), modules({ twice }))).failed.keys()]).toEqual(["twice"]);
});

test("what a package draws writes amounts as fields of money do", async () => {
  const extensions = await loadExtensions(found("rich"), modules({
    rich: ({ panel, useMoney }: Guanxi) => panel("sum", { Component: () => createElement("p", null, [[1234.5, "CNY"], [7, null]].map(([value, code]) => useMoney()(value as number, code as string | null)).join(" ")) }),
  }));
  shown(extensions, "rich/sum");
  expect(screen.getByText("¥1,234.50 7")).toBeTruthy();
});
