// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";

import { MemoryRouter } from "react-router";

import { chooseLanguage, startLanguage } from "../../core/i18n";
import type { Status } from "../../core/status";
import { AboutPage } from "./AboutPage";

beforeEach(async () => {
  localStorage.clear();
  startLanguage();
  await chooseLanguage("en");
});
afterEach(cleanup);

const answering = (status: Status) => () => Promise.resolve(status);
const ready = answering({ kind: "ready", version: "1.2.3", revision: 7, database: "postgresql" });
const show = (ask: () => Promise<Status>) => render(<MemoryRouter><AboutPage ask={ask} /></MemoryRouter>);
const heading = (name: string) => screen.findByRole("heading", { name, level: 1 });

test("a running server shows its version, database and revision", async () => {
  show(ready);
  await heading("Guanxi is running");
  expect(screen.getAllByRole("definition").map((fact) => fact.textContent)).toEqual([
    "1.2.3",
    "PostgreSQL",
    "7",
    "alive",
    "accepted",
  ]);
});

test("choosing Chinese changes the words and the page's language and is remembered", async () => {
  show(ready);
  fireEvent.click(screen.getByRole("button", { name: "中文" }));
  await heading("关系 Guanxi 正在运行");
  expect(document.documentElement.lang).toBe("zh-CN");
  cleanup();
  show(ready);
  await heading("关系 Guanxi 正在运行");
});

test("choosing dark is applied and remembered", async () => {
  show(ready);
  fireEvent.click(screen.getByRole("button", { name: "Dark" }));
  expect(document.documentElement.dataset["theme"]).toBe("dark");
  expect(localStorage.getItem("guanxi.theme")).toBe("dark");
  await heading("Guanxi is running");
});

test("reasons for not being ready are listed", async () => {
  const waiting = answering({ kind: "not_ready", version: "1.2.3", reasons: ["older code than the catalog needs"] });
  show(waiting);
  await heading("Guanxi is up, but not ready yet");
  expect(screen.getByText("older code than the catalog needs").tagName).toBe("LI");
});

test("a silent server is said so, with what to do", async () => {
  show(answering({ kind: "unreachable" }));
  await heading("The server does not answer");
  expect(screen.getByText(/make run/).tagName).toBe("P");
});
