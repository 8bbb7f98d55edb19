import { QueryClient } from "@tanstack/react-query";

import { surround } from "./client";
import { DESCRIBED } from "./metadata";
import { Problem } from "./problem";

const MOST_TRIES = 2;
const TRY_AGAIN = new Set([0, 429, 503]);

/** Make the cache of everything read; descriptions are read anew when the catalog's revision moves. */
export function makeQueryClient(onSignedOut: (client: QueryClient) => void): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, cause) => cause instanceof Problem && TRY_AGAIN.has(cause.status) && failures < MOST_TRIES,
      },
    },
  });
  let known: string | null = null;
  surround({
    onRevision: (revision) => {
      if (known !== null && known !== revision) void client.invalidateQueries({ queryKey: [DESCRIBED] });
      known = revision;
    },
    onSignedOut: () => onSignedOut(client),
  });
  return client;
}
