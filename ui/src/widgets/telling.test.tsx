import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { tellDone } from "./telling";

test("two clicks on a way back go back once", () => {
  const back = vi.fn();
  render(<MantineProvider><Notifications /></MantineProvider>);
  act(() => { tellDone("Moved.", { label: "Undo", act: back }); });
  const button = screen.getByRole("button", { name: "Undo" });
  fireEvent.click(button);
  fireEvent.click(button);
  expect(back).toHaveBeenCalledTimes(1);
});
