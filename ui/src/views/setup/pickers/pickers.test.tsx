// @vitest-environment jsdom
import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";

import { startLanguage } from "../../../core/i18n";
import { PATHS } from "../../../widgets/icon-paths";
import { ColourPicker } from "./ColourPicker";
import { IconPicker } from "./IconPicker";
import { iconTitle } from "./pickerWords";

beforeAll(() => startLanguage());

const drawn = (part: React.ReactNode) => render(<MantineProvider env="test">{part}</MantineProvider>);

test("every picture has a Chinese word to be found by", () => {
  expect(Object.keys(PATHS).filter((name) => iconTitle(name, "zh") === name)).toEqual([]);
});

test("a picture is found by a word and chosen with one click", async () => {
  const chosen: (string | undefined)[] = [];
  drawn(<IconPicker label="Icon" value="box" onChange={(icon) => chosen.push(icon)} />);
  fireEvent.click(screen.getByRole("button", { name: /^Icon/ }));
  fireEvent.change(await screen.findByRole("textbox"), { target: { value: "calendar e" } });
  expect(screen.getAllByRole("radio")).toHaveLength(1);
  fireEvent.click(screen.getByRole("radio", { name: "Calendar event" }), { detail: 1 });
  expect(chosen).toEqual(["calendar_event"]);
});

test("a named colour is one of the swatches, and a free one may be written", () => {
  const chosen: (string | undefined)[] = [];
  const { unmount } = drawn(<ColourPicker label="Colour" value="red" names={["red", "blue"]} onChange={(colour) => chosen.push(colour)} />);
  expect(screen.queryByRole("textbox")).toBeNull();
  expect((screen.getByRole("radio", { name: "Red" }) as HTMLInputElement).checked).toBe(true);
  fireEvent.click(screen.getByRole("radio", { name: "Blue" }));
  unmount();
  drawn(<ColourPicker label="Colour" value="" names={[]} onChange={(colour) => chosen.push(colour)} />);
  fireEvent.change(screen.getByRole("textbox"), { target: { value: "#00FF00" } });
  expect(chosen).toEqual(["blue", "#00ff00"]);
});
