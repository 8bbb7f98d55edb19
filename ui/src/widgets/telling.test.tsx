// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { tellDone } from "./telling";

test("two clicks on a way back go back once", async () => {
  const back = vi.fn();
  render(<MantineProvider><Notifications /></MantineProvider>);
  tellDone("Moved.", { label: "Undo", act: back });
  const button = await screen.findByRole("button", { name: "Undo" });
  fireEvent.click(button);
  fireEvent.click(button);
  expect(back).toHaveBeenCalledTimes(1);
});
