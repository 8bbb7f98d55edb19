import { queryOptions } from "@tanstack/react-query";

import { ask } from "./client";
import type { components } from "./openapi";

/** An API token of one's own; its secret is never told again. */
export interface Token {
  id: string;
  name: string;
  scopes: readonly string[];
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  seen_at: string | null;
}

export const tokensQuery = () =>
  queryOptions({
    queryKey: ["tokens"],
    queryFn: ({ signal }) => ask<{ data: Token[] }>("tokens", { signal }).then((answer) => answer.data),
  });

export const createToken = (body: components["schemas"]["TokenBody"]) =>
  ask<{ id: string; token: string }>("tokens", { method: "POST", body });

export const revokeToken = (id: string) => ask<void>(`tokens/${id}`, { method: "DELETE" });
