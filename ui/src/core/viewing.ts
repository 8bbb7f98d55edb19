import { ask } from "./client";

/** Look as somebody else from now on; the page begins anew, so that nothing of oneself stays in it. */
export async function beginViewing(user: string): Promise<void> {
  await ask("access/view_as", { method: "POST", body: { user } });
  window.location.assign("/");
}

/** Look as oneself again, which an earlier page may have done already. */
export async function endViewing(): Promise<void> {
  await ask("access/view_as", { method: "DELETE" });
  window.location.assign("/setup/view-as");
}
