import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { aggregateRecords, listRecords, pathOf, recordsKey, type Value } from "../../core/records";
import type { FieldMeta, ObjectMeta } from "../../core/metadata";

const PAGE = 100;
const FRESH_EVERY = 30_000; // so that people see each other's saves

/** The rows of a list, page by page; the ones before stand until the new ones are there. */
export function useRows(object: ObjectMeta, fields: readonly FieldMeta[], filter: string | null, sort: readonly string[]) {
  const names = [...new Set(["id", "version", ...(object.name_field === null ? [] : [object.name_field]), ...fields.map(pathOf)])];
  return useInfiniteQuery({
    queryKey: [...recordsKey(object.name), "list", names, filter, sort],
    queryFn: ({ pageParam, signal }) => listRecords(object.name, { fields: names, filter, sort, cursor: pageParam, limit: PAGE }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.page.next,
    placeholderData: keepPreviousData,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : FRESH_EVERY),
  });
}

/** How many rows there are in all, and what is measured over them. */
export function useSummary(object: ObjectMeta, measures: readonly string[], filter: string | null) {
  return useQuery({
    queryKey: [...recordsKey(object.name), "summary", measures, filter],
    queryFn: async ({ signal }): Promise<Record<string, Value>> =>
      (await aggregateRecords(object.name, { measures: ["count", ...measures], filter }, signal)).data[0] ?? {},
    placeholderData: keepPreviousData,
  });
}
