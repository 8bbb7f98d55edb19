// Descriptions of objects follow the revision of the catalog: who asks for records by them must have those that hold.
import type { QueryClient } from "@tanstack/react-query";

import { ask } from "./client";
import { DESCRIBED } from "./metadata";
import { Problem } from "./problem";

const DRAWN_AFTER = 60; // milliseconds in which pages draw what is newly described, and ask by it from then on

let describing: Promise<void> = Promise.resolve();

/** Read all descriptions anew that something shows. */
export function describeAnew(client: QueryClient): Promise<void> {
  describing = client.invalidateQueries({ queryKey: [DESCRIBED] });
  return describing;
}

/** Wait until descriptions that are being read anew are there. */
export const described = (): Promise<void> => describing;

/** Wait until descriptions are those of the present: any answer tells its revision, and rights may have moved without one. */
export async function describedNow(client: QueryClient, always: boolean): Promise<void> {
  const before = describing;
  try {
    await ask("me");
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause; // whoever asks for records next is told the same
  }
  const moved = describing !== before;
  if (!moved && !always) return;
  await (moved ? describing : describeAnew(client));
  await new Promise((done) => setTimeout(done, DRAWN_AFTER));
}
