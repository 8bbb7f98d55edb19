import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { ObjectMeta } from "../../core/metadata";
import { Problem, type ProblemEntry } from "../../core/problem";
import { tryRecord } from "../../core/records";
import type { Writing } from "./useDraft";

const ASK_AFTER = 500;
const NONE: readonly ProblemEntry[] = [];

/** What the server would warn of, such as duplicates; what it would refuse is told when that happens. */
const foreseenQuery = (object: ObjectMeta, id: string | null, written: string) =>
  queryOptions({
    queryKey: ["foreseen", object.name, id, written],
    queryFn: async ({ signal }): Promise<readonly ProblemEntry[]> => {
      try {
        return (await tryRecord(object.name, id, JSON.parse(written) as Readonly<Record<string, unknown>>, signal)).warnings ?? NONE;
      } catch (cause) {
        if (cause instanceof Problem && cause.status !== 0) return NONE; // of silence nobody knows what it means
        throw cause;
      }
    },
    staleTime: Infinity, retry: false,
  });

/** What a save would warn of, asked while the record is written; nothing is kept by asking. */
export function useForeseen(object: ObjectMeta, id: string | null, writing: Writing) {
  const client = useQueryClient();
  const written = writing.complete && writing.dirty ? JSON.stringify(writing.written()) : null;
  const [settled] = useDebouncedValue(written, ASK_AFTER);
  const [tried, setTried] = useState<string | null>(null);
  const asked = tried === written ? written : settled;
  const found = useQuery({ ...foreseenQuery(object, id, asked ?? ""), enabled: asked !== null, placeholderData: keepPreviousData });
  const warnings = written === null ? NONE : (found.data ?? NONE);
  return {
    warnings,
    /** Whether a save would warn of something that is not shown as yet; from now on it is. */
    async surprises(): Promise<boolean> {
      const now = JSON.stringify(writing.written());
      const coming = await client.fetchQuery(foreseenQuery(object, id, now));
      setTried(now);
      return coming.some(({ message }) => !warnings.some((known) => known.message === message) && !writing.warnings.some((rule) => rule.message === message));
    },
  };
}
