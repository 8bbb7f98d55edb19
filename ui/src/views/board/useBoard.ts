import { keepPreviousData, useQueries, useQueryClient } from "@tanstack/react-query";

import { quoted } from "../../core/operator";
import { inTurn, waiting } from "../../core/edits";
import { listRecords, recordsKey, type Narrowing, type RecordRow, type Value } from "../../core/records";
import type { FieldMeta, ObjectMeta } from "../../core/metadata";
import { pathsOf } from "../../fields/paths";

const MOST_CARDS = 50;

/** The cards of each column. */
export function useCards(object: ObjectMeta, fields: readonly FieldMeta[], field: FieldMeta, values: readonly string[], narrowing: Narrowing, sort: readonly string[]) {
  const { filter, search } = narrowing;
  const names = [...new Set(["id", "version", ...(object.name_field === null ? [] : [object.name_field]), ...pathsOf(fields)])];
  return useQueries({
    queries: values.map((value) => {
      const own = `${field.name} = ${quoted(value)}`;
      const whole = filter === null ? own : `(${filter}) AND ${own}`;
      return {
        queryKey: [...recordsKey(object.name), "board", names, whole, search, sort],
        queryFn: ({ signal }: { signal: AbortSignal }) => listRecords(object.name, { fields: names, filter: whole, search, sort, limit: MOST_CARDS }, signal),
        placeholderData: keepPreviousData,
      };
    }),
  });
}

interface Cards {
  data: RecordRow[];
}

const isCards = (data: unknown): data is Cards => typeof data === "object" && data !== null && "data" in data && Array.isArray(data.data);

/** Move a record to another column: at once for the eye, and back when the server refuses. */
export function useMove(object: ObjectMeta, field: FieldMeta) {
  const client = useQueryClient();
  const boards = { queryKey: [...recordsKey(object.name), "board"] };
  return async (row: RecordRow, to: Value): Promise<RecordRow> => {
    await client.cancelQueries(boards);
    const before = client.getQueriesData<Cards>(boards);
    for (const [key, cards] of before) {
      if (!isCards(cards)) continue;
      const without = cards.data.filter(({ id }) => id !== row.id);
      const here = typeof to === "string" && String(key[4]).endsWith(`${field.name} = ${quoted(to)}`);
      client.setQueryData(key, { ...cards, data: here ? [{ ...row, [field.name]: to }, ...without] : without });
    }
    try {
      const { data } = await inTurn(object.name, row, { [field.name]: to });
      return { ...row, ...data };
    } catch (cause) {
      before.forEach(([key, cards]) => client.setQueryData(key, cards));
      throw cause;
    } finally {
      if (!waiting(object.name)) void client.invalidateQueries({ queryKey: recordsKey(object.name) });
    }
  };
}
