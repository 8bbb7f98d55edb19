import { queryOptions, useQuery } from "@tanstack/react-query";

import { ask } from "../core/client";
import type { BrowserAction, Extend } from "./contract";
import { given, type Slots } from "./given";

interface Found {
  package: string;
  script: string;
}

/** What packages bring to the pages, and the reason of each that failed to. */
export interface Extensions extends Slots {
  readonly failed: Map<string, string>;
}

export type Load = (script: string) => Promise<{ default?: unknown }>;

const imported: Load = (script) => import(/* @vite-ignore */ script) as Promise<{ default?: unknown }>;

/** Load the module of each package alone, so that one that fails is named and the others work on. */
export async function loadExtensions(found: readonly Found[], load: Load = imported): Promise<Extensions> {
  const extensions: Extensions = { panels: new Map(), actions: new Map(), failed: new Map() };
  for (const { package: owner, script } of found) {
    const slots: Slots = { panels: new Map(), actions: new Map() };
    try {
      const extend = (await load(script)).default;
      if (typeof extend !== "function") throw new Error("The module has no default function.");
      (extend as Extend)(given(owner, script, slots));
    } catch (cause) {
      extensions.failed.set(owner, String(cause));
      continue;
    }
    slots.panels.forEach((panel, name) => extensions.panels.set(name, panel));
    slots.actions.forEach((action, name) => extensions.actions.set(name, action));
  }
  return extensions;
}

const extensionsQuery = () =>
  queryOptions({
    queryKey: ["extensions"],
    staleTime: Infinity,
    queryFn: async ({ signal }) => loadExtensions((await ask<{ data: Found[] }>("extensions", { signal })).data),
  });

/** What packages bring; undefined until their modules are there. */
export const useExtensions = () => useQuery(extensionsQuery());

/** The buttons that packages bring to records of an object, by name. */
export function useBrowserActions(object: string): readonly (readonly [string, BrowserAction])[] {
  const { data } = useExtensions();
  return [...(data?.actions ?? [])].filter(([, action]) => action.object === object);
}
