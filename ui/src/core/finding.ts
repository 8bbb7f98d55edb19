import { useQueries, useQuery } from "@tanstack/react-query";

import { fieldOf, objectQuery, objectsQuery, may, type ObjectMeta } from "./metadata";
import { quoted } from "./operator";
import { listRecords, recordsKey, type RecordRow } from "./records";

export interface Found {
  object: ObjectMeta;
  rows: readonly RecordRow[];
  more: boolean;
}

/** The formula that finds a text in the fields by which people know a record; null where there are none. */
export function findingFormula(object: ObjectMeta, text: string): string | null {
  const words = text.trim();
  const known = [object.name_field, ...object.unique_keys.flatMap((key) => (key.length === 1 ? key : []))];
  const fields = object.fields.filter((field) => known.includes(field.name) && field.filterable && isText(field.editor));
  const tests = [...new Set(fields)].map((field) => `ICONTAINS(${field.name}, ${quoted(words)})`);
  return words === "" || tests.length === 0 ? null : tests.join(" OR ");
}

const isText = (editor: ObjectMeta["fields"][number]["editor"]) => "max_length" in editor;

/** Whether a text is long enough to be looked for: two letters, or one Chinese character. */
export const isWorthFinding = (text: string) => text.trim().length > 1 || /[\u3400-\u9fff]/.test(text);

/** The records of every readable object that a text finds. */
export function useFinding(text: string, limit: number): { found: readonly Found[]; pending: boolean } {
  const worth = isWorthFinding(text);
  const objects = useQuery({ ...objectsQuery(), enabled: worth });
  const readable = (objects.data ?? []).filter((object) => may(object, "read"));
  const described = useQueries({ queries: worth ? readable.map((object) => objectQuery(object.name)) : [] });
  const metas = described.flatMap((answer) => (answer.data ? [answer.data] : []));
  const answers = useQueries({
    queries: metas.map((object) => {
      const filter = findingFormula(object, text);
      return {
        queryKey: [...recordsKey(object.name), "finding", filter, limit],
        enabled: worth && filter !== null,
        queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Found> => {
          const name = object.name_field !== null && fieldOf(object, object.name_field) ? [object.name_field] : [];
          const page = await listRecords(object.name, { fields: ["id", ...name], filter, limit }, signal);
          return { object, rows: page.data, more: page.page.next !== null };
        },
      };
    }),
  });
  return {
    found: answers.flatMap((answer) => (answer.data && answer.data.rows.length > 0 ? [answer.data] : [])),
    pending: worth && (objects.isPending || described.some((answer) => answer.isPending) || answers.some((answer) => answer.isLoading)),
  };
}

/** The name of a record as people know it. */
export function nameOf(object: ObjectMeta, row: RecordRow): string {
  const value = object.name_field === null ? null : row[object.name_field];
  return typeof value === "string" || typeof value === "number" ? String(value) : row.id;
}
