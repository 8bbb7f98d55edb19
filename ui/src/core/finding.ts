import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { ask } from "./client";
import type { ObjectMeta } from "./metadata";
import type { RecordRow } from "./records";

/** The records of one object that a text finds, the best first. */
export interface Found {
  object: Pick<ObjectMeta, "name" | "plural" | "icon" | "name_field">;
  rows: readonly RecordRow[];
  /** Why a record is found whose name does not say so: fields that hold the words. */
  reasons: readonly Reason[];
  more: boolean;
}

export interface Reason {
  record: string;
  field: string;
  label: string;
  text: string;
}

interface Hits {
  object: string;
  label: string;
  icon: ObjectMeta["icon"];
  name_field: string | null;
  records: readonly RecordRow[];
  reasons: readonly Reason[];
  more: boolean;
}

interface Answer {
  data: readonly Hits[];
  /** Objects for which the time did not suffice. */
  unfinished: readonly string[];
}

/** Whether a text is long enough to be looked for: two letters, or one Chinese character. */
export const isWorthFinding = (text: string) => text.trim().length > 1 || /[\u3400-\u9fff]/.test(text);

/** What a text finds among the records of every readable object, the object with the best hit first. */
export function useFinding(text: string, limit: number) {
  const words = text.trim();
  const worth = isWorthFinding(words);
  const answer = useQuery({
    queryKey: ["search", words, limit],
    queryFn: ({ signal }) => ask<Answer>("search", { query: { q: words, limit }, signal }),
    enabled: worth,
    placeholderData: keepPreviousData,
  });
  const { data = [], unfinished = [] } = worth && answer.data ? answer.data : {};
  const found = data.map(({ object, label, icon, name_field, records, reasons, more }): Found => (
    { object: { name: object, plural: label, icon, name_field }, rows: records, reasons, more }
  ));
  return { found, unfinished: unfinished.length > 0, pending: worth && (answer.isPending || answer.isPlaceholderData), answer };
}

/** The name of a record as people know it. */
export function nameOf(object: Pick<ObjectMeta, "name_field">, row: RecordRow): string {
  const value = object.name_field === null ? null : row[object.name_field];
  return typeof value === "string" || typeof value === "number" ? String(value) : row.id;
}
