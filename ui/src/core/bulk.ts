import { ask } from "./client";
import { quoted } from "./operator";
import { Problem } from "./problem";
import { changeRecords, deleteRecord, restoreRecord, writtenValue, type Narrowing, type RecordRow, type Value } from "./records";

/** What is chosen of a list: some of its rows, or all that its filter finds. */
export type Chosen = { filter: string; search: string | null } & ({ rows: readonly RecordRow[] } | { rows: null; count: number });

/** A formula that is true of every record, for a list without a filter. */
const EVERY = "TRUE";

export const chosenRows = (rows: readonly RecordRow[]): Chosen => ({ rows, filter: `id IN (${rows.map(({ id }) => quoted(id)).join(", ")})`, search: null });

export const chosenAll = ({ filter, search }: Narrowing, count: number): Chosen => ({ rows: null, filter: filter ?? EVERY, search, count });

export const countOf = (chosen: Chosen): number => (chosen.rows === null ? chosen.count : chosen.rows.length);

/** What came of a change of many: how many, the sentences of those that were refused, and the way back, which tells who refused it. */
export interface Done {
  count: number;
  refused: readonly string[];
  undo: (() => Promise<readonly string[]>) | null;
}

interface BulkAnswer {
  count: number;
  undo: string | null;
}

type Row = Awaited<ReturnType<typeof changeRecords>>["data"][number];

const sentences = (rows: readonly Row[]): readonly string[] => [...new Set(rows.flatMap((row) => row.errors?.map(({ message }) => message) ?? []))];

const undoing = (object: string, token: string | null): Done["undo"] =>
  token === null ? null : async () => sentences((await ask<{ data: Row[] }>(`records/${object}/undo`, { method: "POST", body: { token } })).data);

/** What says to a call which records it is for. */
const findersOf = ({ filter, search }: Narrowing) => ({ filter: filter ?? EVERY, ...(search !== null && { search }) });

/** How many records a change by a filter would concern now. */
export const countChange = (object: string, chosen: Narrowing, field: string, value: Value, signal?: AbortSignal) =>
  ask<BulkAnswer>(`records/${object}`, { method: "PATCH", body: { ...findersOf(chosen), set: { [field]: value }, dry_run: true }, ...(signal && { signal }) }).then(({ count }) => count);

/** Give a field of all that is chosen one value: rows one by one, what a filter finds all or none. */
export async function changeChosen(object: string, chosen: Chosen, field: string, value: Value): Promise<Done> {
  if (chosen.rows === null) {
    const { count, undo } = await ask<BulkAnswer>(`records/${object}`, { method: "PATCH", body: { ...findersOf(chosen), set: { [field]: value }, expect: chosen.count } });
    return { count, refused: [], undo: undoing(object, undo) };
  }
  const { rows } = chosen;
  const { data } = await changeRecords(object, rows.map(({ id }) => ({ id, [field]: value })));
  const done = rows.filter((_, index) => data[index]?.status !== "refused");
  const known = rows.every((row) => field in row);
  const back = async () => sentences((await changeRecords(object, done.map((row) => ({ id: row.id, [field]: writtenValue(row[field]) })))).data);
  return { count: done.length, refused: sentences(data), undo: known && done.length > 0 ? back : null };
}

/** Put all that is chosen into the recycle bin. */
export async function deleteChosen(object: string, chosen: Chosen): Promise<Done> {
  if (chosen.rows === null) {
    const { count, undo } = await ask<BulkAnswer>(`records/${object}`, { method: "DELETE", query: { ...findersOf(chosen), expect: chosen.count } });
    return { count, refused: [], undo: undoing(object, undo) };
  }
  const gone: string[] = [];
  const refused: string[] = [];
  for (const { id } of chosen.rows) {
    try {
      await deleteRecord(object, id);
      gone.push(id);
    } catch (cause) {
      if (!(cause instanceof Problem) || cause.status === 0) throw cause;
      refused.push(...cause.sentences);
    }
  }
  const back = async () => {
    for (const id of gone) await restoreRecord(object, id);
    return [];
  };
  return { count: gone.length, refused: [...new Set(refused)], undo: gone.length > 0 ? back : null };
}
