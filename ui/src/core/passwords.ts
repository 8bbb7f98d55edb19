import { ask } from "./client";

/** The object whose records sign in. */
export const PEOPLE = "user";

/** Give somebody a random password, which is told this once; their sessions end. */
export const givePassword = (id: string) => ask<{ login: string; password: string }>(`users/${id}/password`, { method: "POST" });
