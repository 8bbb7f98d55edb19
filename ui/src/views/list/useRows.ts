import { keepPreviousData, queryOptions, useQueries, useQuery, useQueryClient, type QueryKey } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";

import { aggregateRecords, listRecords, recordsKey, type Narrowing, type RecordPage, type RecordRow, type Value } from "../../core/records";
import type { FieldMeta, ObjectMeta } from "../../core/metadata";
import { pagesTogether } from "../../core/together";
import { pathsOf } from "../../fields/paths";

const PAGE = 100;
const FARTHEST = 100_000; // rows that the server skips at most
const AHEAD = 60; // rows that are read before they come in sight
const FRESH_EVERY = 30_000; // so that people see each other's saves

/** The rows of a list as far as they are read; `at` is undefined for one that is not. */
export interface Rows {
  /** The question whose rows they are. */
  key: string;
  count: number;
  at: (index: number) => RecordRow | undefined;
  /** All that are read. */
  known: () => readonly RecordRow[];
}

/** The rows of a list: the pages that are in sight are read, wherever one jumps to. */
export function useRows(object: ObjectMeta, fields: readonly FieldMeta[], narrowing: Narrowing, sort: readonly string[], total: number | null, whole: boolean) {
  const client = useQueryClient();
  const [[first, last], setRange] = useState<readonly [number, number]>([0, 0]);
  const names = [...new Set(["id", "version", ...(object.name_field === null ? [] : [object.name_field]), ...pathsOf(fields)])];
  const question = [...recordsKey(object.name), "list", names, narrowing, sort] as const;
  const key = JSON.stringify(question);
  const read = useMemo(() => { // the question is written anew at each drawing, its text is the same
    const [, , , fieldNames, narrowed, sorted] = JSON.parse(key) as typeof question;
    return pagesTogether(PAGE, (skip, limit, signal) =>
      listRecords(object.name, { fields: fieldNames, ...narrowed, sort: sorted, limit, ...(skip > 0 && { skip }) }, signal));
  }, [object.name, key]);
  const pageQuery = (page: number) => queryOptions({ queryKey: [...question, page], queryFn: ({ signal }) => read(page, signal) });
  const top = useQuery({
    ...pageQuery(0), refetchInterval: first > PAGE ? false : FRESH_EVERY,
    // The rows of another question stand in for these, but not below groups that they are not sorted by.
    placeholderData: (data, former) => (whole && sortOf(former?.queryKey) !== sort[0] ? undefined : data),
  });
  const length = top.data?.page.next == null ? (top.data?.data.length ?? 0) : Math.min(Math.max(total ?? PAGE, PAGE), FARTHEST + PAGE);
  const near = (ahead: number) => pagesIn(whole ? 0 : first - ahead, Math.min(last + ahead, length - 1));
  const inSight = near(0);
  const seen = inSight.every((page) => client.getQueryData([...question, page]) !== undefined);
  const wanted = top.isPlaceholderData ? [] : seen ? near(AHEAD) : inSight; // what is looked at comes before what may be
  useQueries({ queries: wanted.map(pageQuery) });

  const pages = new Map<number, readonly RecordRow[]>([[0, top.data?.data ?? []]]);
  const rowsOf = (page: number): readonly RecordRow[] => {
    const found = pages.get(page) ?? client.getQueryData<RecordPage>([...question, page])?.data ?? [];
    pages.set(page, found);
    return found;
  };
  const known = () => pagesIn(0, length - 1).flatMap(rowsOf);
  const together = whole ? known() : null; // groups have no gaps
  const rows: Rows = together
    ? { key, count: together.length, at: (index) => together[index], known }
    : { key, count: length, at: (index) => rowsOf(Math.floor(index / PAGE))[index % PAGE], known };
  const onRange = useCallback((from: number, to: number) => setRange((before) => (before[0] === from && before[1] === to ? before : [from, to])), []);
  return { rows, onRange, top };
}

/** The field by which the rows of a question come first. */
function sortOf(key: QueryKey | undefined): unknown {
  const sort = key?.at(-2);
  return Array.isArray(sort) ? sort[0] : undefined;
}

/** The pages behind the first one that hold the rows between two. */
function pagesIn(from: number, to: number): readonly number[] {
  const start = Math.max(0, Math.floor(from / PAGE));
  return Array.from({ length: Math.max(0, Math.floor(to / PAGE) - start + 1) }, (_, index) => start + index);
}

/** How many rows there are in all, and what is measured over them. */
export function useSummary(object: ObjectMeta, measures: readonly string[], narrowing: Narrowing) {
  return useQuery({
    queryKey: [...recordsKey(object.name), "summary", measures, narrowing],
    queryFn: async ({ signal }): Promise<Record<string, Value>> =>
      (await aggregateRecords(object.name, { measures: ["count", ...measures], ...narrowing }, signal)).data[0] ?? {},
    placeholderData: keepPreviousData,
  });
}
