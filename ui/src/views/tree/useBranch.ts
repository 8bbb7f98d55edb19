import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";

import { useEdits } from "../../core/edits";
import { groupKey } from "../../core/grouping";
import { sortText } from "../../core/listing";
import type { FieldMeta, ObjectMeta } from "../../core/metadata";
import { quoted } from "../../core/operator";
import { aggregateRecords, listRecords, narrowedBy, readRecord, recordsKey, referenceOf, type Narrowing, type RecordPage, type RecordRow, type Reference } from "../../core/records";
import type { Shown } from "../../core/views";
import { pathOf, rowFields } from "../../fields/paths";
import { both } from "../dates/useDated";

const PAGE = 50;

/** The records of a tree, which field says below which one each stands, and what is shown of them. */
export interface Planted {
  object: ObjectMeta;
  parent: FieldMeta;
  shown: Shown;
}

/** The id of the record that one stands below; null at the top, and below one that the reader may not see. */
export function parentOf(row: RecordRow, parent: FieldMeta): string | null {
  const value = row[parent.name];
  if (typeof value === "string") return value;
  const above = referenceOf(value);
  return above === null || (parent.to_name !== undefined && (above[parent.to_name] ?? null) === null) ? null : above.id;
}

const branchKey = (object: string, below: string | null, asked: readonly unknown[]) => [...recordsKey(object), "list", "branch", below, ...asked] as const;

/** The records right below one, or at the top, page after page; `found` narrows them to what is looked for, wherever it stands. */
export function useBranch({ object, parent, shown }: Planted, below: string | null, found: Narrowing | null) {
  const fields = rowFields(object, [parent, ...shown.columns.map(({ field }) => field)]);
  const place = below === null ? `ISBLANK(${parent.name}.id)` : `${parent.name} = ${quoted(below)}`;
  const narrowing = found ?? narrowedBy({ filter: shown.view.filter, search: null }, place);
  const sort = sortText(shown.sort);
  const answer = useInfiniteQuery({
    queryKey: branchKey(object.name, found === null ? below : "found", [fields, narrowing, sort]),
    queryFn: ({ pageParam, signal }) => listRecords(object.name, { fields, ...narrowing, sort, limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.page.next,
    placeholderData: keepPreviousData,
  });
  const read = answer.data?.pages.flatMap(({ data }) => data) ?? [];
  // One that was moved is gone from here before the server has said so.
  const rows = found === null ? read.filter((row) => parentOf(row, parent) === below) : read;
  return { rows, answer };
}

/** How many records stand right below each of some. */
export function useBelow({ object, parent, shown }: Planted, ids: readonly string[]): ReadonlyMap<string, number> {
  const here = `${parent.name} IN (${ids.map(quoted).join(", ")})`;
  const filter = shown.view.filter === null ? here : both(shown.view.filter, here);
  const { data } = useQuery({
    queryKey: [...recordsKey(object.name), "below", parent.name, filter],
    queryFn: ({ signal }) => aggregateRecords(object.name, { group_by: [parent.name], measures: ["count"], filter }, signal),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });
  return new Map((data?.data ?? []).map((group) => [groupKey(group[parent.name]), Number(group["count"])]));
}

const MOST_STEPS = 64; // deeper trees than people draw

/** Whether one record stands below another, or is it, walking up from the first. */
export async function standsBelow({ object, parent }: Planted, id: string, other: string): Promise<boolean> {
  const read = (at: string) => readRecord(object.name, at, ["id", pathOf(parent)]).then(({ data }) => parentOf(data, parent));
  let at: string | null = id;
  for (let step = 0; at !== null && step < MOST_STEPS; step += 1) {
    if (at === other) return true;
    at = await read(at);
  }
  return false;
}

/** Put a record below another one, or at the top: at once for the eye, back when the server refuses. */
export function useReplant({ object, parent }: Planted) {
  const client = useQueryClient();
  const edits = useEdits(object.name);
  return async (row: RecordRow, to: Reference | null) => {
    const branches = client.getQueriesData<InfiniteData<RecordPage>>({ queryKey: [...recordsKey(object.name), "list", "branch", to?.id ?? null] });
    for (const [key, data] of branches) {
      const [first, ...others] = data?.pages ?? [];
      if (data === undefined || first === undefined) continue;
      const without = first.data.filter(({ id }) => id !== row.id);
      client.setQueryData(key, { ...data, pages: [{ ...first, data: [{ ...row, [parent.name]: to }, ...without] }, ...others] });
    }
    return edits.changeAll(row, { [parent.name]: to?.id ?? null }, { [parent.name]: to });
  };
}
