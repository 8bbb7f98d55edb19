import { focusManager, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { address } from "./client";
import { describedNow } from "./describing";
import { noticesKey, unreadQuery } from "./notices";
import { ALL_RECORDS, recordsKey } from "./records";

const READ_ANEW_AFTER = 800; // so that many changes at once are one reading
const TRY_AGAIN_AFTER = 30_000;

const read = (event: Event): unknown => (event instanceof MessageEvent ? JSON.parse(String(event.data)) : null);

/** The key below which the records that a change concerns are kept: those of an object, or of all where the object is null. */
const touchedBy = (told: unknown): readonly string[] | null => {
  if (typeof told !== "object" || told === null || !("object" in told)) return null;
  return typeof told.object === "string" ? recordsKey(told.object) : told.object === null ? ALL_RECORDS : null;
};

/** Follow what is saved, and read anew what it touches; the answer ends it. */
function follow(client: QueryClient): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let reading: ReturnType<typeof setTimeout> | undefined;
  const touched = new Map<string, readonly string[]>();

  const readAnew = async () => {
    reading = undefined;
    const keys = [...touched.values()];
    touched.clear();
    if (keys.includes(ALL_RECORDS)) await describedNow(client, true); // what is seen has changed, so what may be asked for has
    for (const queryKey of keys) void client.invalidateQueries({ queryKey });
  };
  const connect = () => {
    source = new EventSource(address("events"));
    source.addEventListener("change", (event) => {
      const key = touchedBy(read(event));
      if (key === null) return;
      touched.set(key.join("/"), key);
      reading ??= setTimeout(() => void readAnew(), READ_ANEW_AFTER);
    });
    source.addEventListener("notifications", (event) => {
      const told = read(event);
      if (typeof told !== "object" || told === null || !("unread" in told)) return;
      client.setQueryData(unreadQuery().queryKey, Number(told.unread));
      void client.invalidateQueries({ queryKey: [...noticesKey, "newest"] });
    });
    source.addEventListener("error", () => {
      // A stream that ends is taken up again by the browser; one that is refused is not.
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(connect, TRY_AGAIN_AFTER);
    });
  };
  const end = () => {
    clearTimeout(retry);
    source?.close();
    source = null;
  };
  // Browsers have few connections to a server, and a page that nobody looks at needs none.
  const look = () => (document.hidden ? end() : source === null && connect());
  look();
  document.addEventListener("visibilitychange", look);
  focusManager.setEventListener((tell) => {
    // Nobody told this page of what happened while it was hidden.
    const seen = () => (document.hidden ? tell() : void describedNow(client, false).then(() => tell()));
    window.addEventListener("visibilitychange", seen);
    return () => window.removeEventListener("visibilitychange", seen);
  });
  return () => {
    document.removeEventListener("visibilitychange", look);
    clearTimeout(reading);
    end();
  };
}

/** See what others save, as long as the page is looked at. */
export function useLive(): void {
  const client = useQueryClient();
  useEffect(() => follow(client), [client]);
}
