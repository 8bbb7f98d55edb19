import { useSyncExternalStore } from "react";

import { isUnreachable } from "./problem";

let outdated = false;
const watchers = new Set<() => void>();

/** Whether the server has other pages by now: its document begins with another file than this one. */
export async function hasOtherPages(): Promise<boolean> {
  const begun = document.querySelector("script[type=module][src]")?.getAttribute("src");
  try {
    const answer = await fetch("/", { cache: "no-store" });
    return begun != null && answer.ok && !(await answer.text()).includes(`"${begun}"`);
  } catch (cause) {
    if (cause instanceof TypeError) return false; // nobody answers
    throw cause;
  }
}

/**
 * Wait for a part of the pages that is fetched where it is needed.
 *
 * One that is gone because the server has other pages by now never comes: what stands around it stays, people are told.
 */
export async function later<Part>(part: Promise<Part>): Promise<Part> {
  try {
    return await part;
  } catch (cause) {
    if (!isUnreachable(cause) || !(await hasOtherPages())) throw cause;
    outdated = true;
    for (const watcher of watchers) watcher();
    return new Promise(() => {});
  }
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Whether a part of the pages was found to be gone. */
export const useOutdated = (): boolean => useSyncExternalStore(watch, () => outdated);
