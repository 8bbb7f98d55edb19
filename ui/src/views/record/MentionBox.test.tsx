// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";

import { startLanguage } from "../../core/i18n";
import { NO_WORDING, offeredQuery, sentOf, USER } from "../../core/mentions";
import { objectQuery, objectsQuery } from "../../core/metadata";
import { fieldLike } from "../../fields/drawing";
import { RECORDS } from "../../words/records";
import { teach } from "../../words/resources";
import { MentionBox } from "./MentionBox";

teach(RECORDS);
startLanguage();

const PEOPLE = [{ id: "1", name: "张伟", login: "wei" }, { id: "2", name: "张静", login: "jing" }];

function Box({ onSend }: { onSend: () => void }) {
  const [wording, setWording] = useState(NO_WORDING);
  return <><MentionBox label="Comment" placeholder="" value={wording} onChange={setWording} onSend={onSend} /><output>{sentOf(wording)}</output></>;
}

async function typed(text: string, onSend = () => {}): Promise<HTMLTextAreaElement> {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  const user = { name: USER, fields: [fieldLike("text", { name: "name" }), fieldLike("text", { name: "login" })] };
  client.setQueryData(objectsQuery().queryKey, [user] as never);
  client.setQueryData(objectQuery(USER).queryKey, user as never);
  client.setQueryData(offeredQuery(undefined, "z").queryKey, PEOPLE);
  render(<MantineProvider><QueryClientProvider client={client}><Box onSend={onSend} /></QueryClientProvider></MantineProvider>);
  const box = screen.getByRole<HTMLTextAreaElement>("combobox", { name: "Comment" });
  fireEvent.change(box, { target: { value: text } });
  if (text.endsWith("@z")) await screen.findByRole("listbox", { name: "People" });
  return box;
}

test("arrows choose a person, Tab takes it, and the box says which one is meant", async () => {
  const box = await typed("Ask @z");
  fireEvent.keyDown(box, { key: "ArrowDown" });
  expect(document.getElementById(box.getAttribute("aria-activedescendant") ?? "")?.textContent).toContain("张静");
  fireEvent.keyDown(box, { key: "Tab" });
  expect(box.value).toBe("Ask @张静 ");
  expect(box.selectionStart).toBe("Ask @张静 ".length);
  expect(screen.getByRole("status").textContent).toBe("Ask @jing ");
});

test("keys belong to the input method while it composes", async () => {
  const box = await typed("请@z");
  fireEvent.keyDown(box, { key: "Enter", isComposing: true });
  expect(box.value).toBe("请@z");
  fireEvent.keyDown(box, { key: "Enter" });
  expect(box.value).toBe("请 @张伟 ");
});

test("Escape closes the list, and Ctrl-Enter sends what was written", async () => {
  let sent = 0;
  const box = await typed("@z", () => { sent += 1; });
  fireEvent.keyDown(box, { key: "Escape" });
  expect(screen.queryByRole("listbox")).toBeNull();
  expect(box.value).toBe("@z");
  fireEvent.keyDown(box, { key: "Enter", ctrlKey: true });
  expect(sent).toBe(1);
});
