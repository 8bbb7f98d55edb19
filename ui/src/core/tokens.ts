import { queryOptions } from "@tanstack/react-query";

import { ask } from "./client";
import type { Told } from "./told";

/** An API token of one's own; its secret is never told again. */
export type Token = Told<"token">;

export const tokensQuery = () =>
  queryOptions({
    queryKey: ["tokens"],
    queryFn: ({ signal }) => ask<{ data: Token[] }>("tokens", { signal }).then((answer) => answer.data),
  });

export const createToken = (body: Told<"TokenBody">) =>
  ask<Told<"made_token">>("tokens", { method: "POST", body });

export const revokeToken = (id: string) => ask<void>(`tokens/${id}`, { method: "DELETE" });
