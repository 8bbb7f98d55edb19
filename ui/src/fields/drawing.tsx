// Draws the parts of field types in tests as screens do.
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render } from "@testing-library/react";
import { useState, type ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { afterEach } from "vitest";

import type { FieldMeta } from "../core/metadata";
import type { Value } from "../core/records";
import "./all";
import { loadInputs } from "./lazy";
import { kindOf, type InputProps } from "./registry";

afterEach(cleanup);

export const fieldLike = (type: string, more: Partial<FieldMeta> = {}): FieldMeta => ({
  name: "thing", type, label: "Thing", help: null, required: false, system: false, computed: false, masked: false, writable: true,
  filterable: true, sortable: true, groupable: true, editor: { input: "text" }, ...more,
});

function drawn(what: ReactNode) {
  return render(
    <MantineProvider env="test" withCssVariables={false} withGlobalClasses={false} deduplicateCssVariables={false}>
      <QueryClientProvider client={new QueryClient()}><MemoryRouter>{what}</MemoryRouter></QueryClientProvider>
    </MantineProvider>,
  );
}

export function drawDisplay(field: FieldMeta, value: Value, dense = false) {
  const { Display } = kindOf(field);
  return drawn(<Display field={field} value={value} dense={dense} />);
}

/** Draw the input and tell what it hands out, last first. */
export async function drawInput(field: FieldMeta, value: Value, more: Partial<InputProps> = {}) {
  await loadInputs();
  const { Input } = kindOf(field);
  const given: Value[] = [];
  function Held() {
    const [held, setHeld] = useState(value);
    return <Input {...more} field={field} value={held} onChange={(next) => { given.unshift(next); setHeld(next); }} />;
  }
  return { ...drawn(<Held />), given };
}

export const operatorOf = (field: FieldMeta, name: string) => {
  const found = kindOf(field).operators.find((operator) => operator.name === name);
  if (!found) throw new Error(`${field.type} has no operator ${name}`);
  return found;
};
