// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";

import type { Value } from "../../core/records";
import { drawDisplay, drawInput, fieldLike, operatorOf } from "../drawing";
import { kindOf } from "../registry";

const values = [{ name: "a", label: "Alpha", colour: "green" }, { name: "b", label: "Beta", active: false }, { name: "c", label: "Gamma" }];
const field = fieldLike("picklist", { values });

test("a value is a badge of its colour with its label, and one that is unknown speaks for itself", () => {
  const badge = drawDisplay(field, "a").container.querySelector(".badge");
  expect([badge?.textContent, badge?.getAttribute("data-colour")]).toEqual(["Alpha", "green"]);
  expect(drawDisplay(field, "gone").container.textContent).toBe("gone");
  expect(drawDisplay(field, null).container.textContent).toBe("");
});

const offered = () => screen.getAllByRole("option").map((option) => option.getAttribute("value"));

test("what is out of use is offered only where it is the value, and none where a value is not required", async () => {
  const { given, unmount } = await drawInput(field, null);
  expect(offered()).toEqual(["", "a", "c"]);
  fireEvent.change(screen.getByRole("combobox", { name: "Thing" }), { target: { value: "c" } });
  fireEvent.change(screen.getByRole("combobox", { name: "Thing" }), { target: { value: "" } });
  expect(given).toEqual([null, "c"]);
  unmount();
  await drawInput({ ...field, required: true }, "b");
  expect(offered()).toEqual(["a", "b", "c"]);
});

test("filters ask whether the value is among the chosen ones", () => {
  expect(operatorOf(field, "any").write("thing", ["a", "o'c"])).toBe("thing IN ('a', 'o\\'c')");
  expect(operatorOf(field, "none").write("thing", ["a"])).toBe("thing NOT IN ('a')");
  expect(operatorOf(field, "any").write("thing", [])).toBeNull();
  const { Filter } = kindOf(field);
  function Held() {
    const [chosen, setChosen] = useState<Value>(["a"]);
    return <><Filter field={field} operator={operatorOf(field, "any")} value={chosen} onChange={setChosen} ariaLabel="Among" /><output>{JSON.stringify(chosen)}</output></>;
  }
  render(<Held />);
  fireEvent.click(screen.getByRole("checkbox", { name: "Gamma" }));
  fireEvent.click(screen.getByRole("checkbox", { name: "Alpha" }));
  expect(screen.getByRole("status").textContent).toBe('["c"]');
});
