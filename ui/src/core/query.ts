import { QueryClient } from "@tanstack/react-query";
import i18next from "i18next";

import { surround } from "./client";
import { describeAnew } from "./describing";
import { Problem } from "./problem";
import { endViewing } from "./viewing";

const MOST_TRIES = 2;
const TRY_AGAIN = new Set([0, 429, 503]);

/** Make the cache of everything read; descriptions are read anew when the catalog's revision or the language moves. */
export function makeQueryClient(onSignedOut: (client: QueryClient) => void): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      // What cannot be asked is told at once; by default it would wait for the line without a word.
      queries: {
        networkMode: "always",
        refetchOnReconnect: true,
        staleTime: 10_000,
        retry: (failures, cause) => navigator.onLine && cause instanceof Problem && TRY_AGAIN.has(cause.status) && failures < MOST_TRIES,
      },
      mutations: { networkMode: "always" },
    },
  });
  i18next.on("languageChanged", () => void describeAnew(client));
  let known: string | null = null;
  surround({
    onRevision: (revision) => {
      if (known !== null && known !== revision) void describeAnew(client);
      known = revision;
    },
    onSignedOut: () => onSignedOut(client),
    onViewEnded: () => void endViewing(),
  });
  return client;
}
