import { queryOptions } from "@tanstack/react-query";

import { ask } from "./client";
import type { Told } from "./told";

/** A place where one is signed in; its secret is never told. */
export type SignIn = Told<"session">;

export const sessionsQuery = () =>
  queryOptions({
    queryKey: ["sessions"],
    staleTime: 0, // somebody may have signed in meanwhile
    queryFn: ({ signal }) => ask<{ data: SignIn[] }>("sessions", { signal }).then((answer) => answer.data),
  });

export const endSession = (id: string) => ask<void>(`sessions/${id}`, { method: "DELETE" });

export const endOtherSessions = () => ask<{ ended: number }>("sessions", { method: "DELETE" });
