import type { NotificationData } from "@mantine/notifications";
import { createElement } from "react";

import { later } from "../core/outdated";
import { isUnreachable, Problem } from "../core/problem";

type Notes = typeof import("./Notes");

const AGAIN_AFTER = 5_000;
const ADDRESS = /https?:[^\s?]+/;

let notes: Promise<Notes> | null = null;

/** The part that shows notes, as soon as it comes; what is told before it is drawn waits in it. */
export const loadNotes = (): Promise<Notes> => (notes ??= coming());

/** Browsers remember for good that a file did not come: from then on it is asked for by an address of its own each time. */
async function coming(): Promise<Notes> {
  let failed: string | undefined;
  for (let tries = 1; ; tries += 1) {
    try {
      return await later(failed === undefined ? import("./Notes") : (import(/* @vite-ignore */ `${failed}?again=${tries}`) as Promise<Notes>));
    } catch (cause) {
      if (!isUnreachable(cause)) throw cause;
      failed ??= ADDRESS.exec(String(cause))?.[0];
      await new Promise((go) => setTimeout(go, AGAIN_AFTER));
    }
  }
}

const show = (note: NotificationData): void => void loadNotes().then(({ notifications }) => notifications.show(note));

/** Say in a corner that something is done, with a way back where there is one. */
export function tellDone(message: string, undo?: { label: string; act: () => void }): void {
  const id = crypto.randomUUID();
  let taken = false; // the notice takes a while to fade, and two clicks mean one way back
  const back = undo && createElement("button", {
    type: "button", className: "notice-act",
    onClick: () => {
      void loadNotes().then(({ notifications }) => notifications.hide(id));
      if (!taken) undo.act();
      taken = true;
    },
  }, undo.label);
  show({ id, message: createElement("span", { className: "notice" }, message, back), withCloseButton: false });
}

/** Say in a corner what was refused, in the server's words. */
export function tellProblem(cause: unknown, unreachable: string): void {
  if (!(cause instanceof Problem)) throw cause;
  const message = cause.status === 0 ? unreachable : cause.sentences.join(" ");
  tellRefused(message);
}

/** Say in a corner what was not done. */
export function tellRefused(message: string): void {
  show({ message, color: "red", autoClose: 9_000, role: "alert" });
}
