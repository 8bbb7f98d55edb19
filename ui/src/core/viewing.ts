import { leave } from "./client";

/** Whether one looks as somebody else, so that nothing may be changed; it is the same as long as a page lives. */
let only = false;

/** Note whether one looks as somebody else. */
export function noteViewing(viewing: boolean): void {
  only = viewing;
}

export const onlyLooks = (): boolean => only;

/** Look as somebody else from now on; the page begins anew, so that nothing of oneself stays in it. */
export const beginViewing = (user: string): Promise<void> => leave("/", "access/view_as", { method: "POST", body: { user } });

/** Look as oneself again, which an earlier page may have done already. */
export const endViewing = (): Promise<void> => leave("/setup/view-as", "access/view_as", { method: "DELETE" });
