import { useQueryClient } from "@tanstack/react-query";

import { changeRecord, recordsKey, type RecordPage, type RecordRow, type Saved, type Value } from "./records";

type Rows = Pick<RecordPage, "data">;
type Changes = Readonly<Record<string, Value>>;

const isRows = (data: unknown): data is Rows => typeof data === "object" && data !== null && "data" in data && Array.isArray(data.data);
const isPaged = (data: unknown): data is { pages: readonly Rows[] } => typeof data === "object" && data !== null && "pages" in data && Array.isArray(data.pages);

/** The last change of each record that is under way, by object and id. */
const underWay = new Map<string, Promise<void>>();

/** By object and id, the versions between which nobody but this page changed a record: those before, and the last one. */
const own = new Map<string, { before: ReadonlySet<number>; last: number }>();

/** The version that a change builds on: what a person sees may be older than what this page itself made of it since. */
function builtOn(place: string, seen: number | undefined): number | undefined {
  const known = own.get(place);
  return seen !== undefined && known?.before.has(seen) ? known.last : seen;
}

function note(place: string, from: number | undefined, to: number | undefined): void {
  if (from === undefined || to === undefined) return;
  const known = own.get(place);
  own.set(place, { before: new Set(known?.last === from ? [...known.before, from] : [from]), last: to });
}

/** Save a change when those before it are answered: what a person does next builds on what they see, which is no conflict. */
export async function inTurn(object: string, row: Pick<RecordRow, "id" | "version">, written: Changes): Promise<Saved> {
  const place = `${object}/${row.id}`;
  const save = async () => {
    const from = builtOn(place, row.version);
    const saved = await changeRecord(object, row.id, written, from);
    note(place, from, saved.data.version);
    return saved;
  };
  const before = underWay.get(place);
  const saving = before === undefined ? save() : before.then(save);
  const turn = saving.then(() => {}, () => {});
  underWay.set(place, turn);
  try {
    return await saving;
  } finally {
    if (underWay.get(place) === turn) underWay.delete(place);
  }
}

/** Whether changes of an object's records are under way: what is read before they are answered would show them undone. */
export const waiting = (object: string) => [...underWay.keys()].some((place) => place.startsWith(`${object}/`));

/** Changes of single fields, shown at once and taken back when the server refuses. */
export function useEdits(object: string) {
  const client = useQueryClient();
  const lists = { queryKey: [...recordsKey(object), "list"] };

  const show = (id: string, change: Changes) => {
    const changed = <T extends Rows>(page: T): T => ({ ...page, data: page.data.map((row: RecordRow) => (row.id === id ? { ...row, ...change } : row)) });
    client.setQueriesData<unknown>(lists, (data: unknown) =>
      isPaged(data) ? { ...data, pages: data.pages.map(changed) } : isRows(data) ? changed(data) : data);
  };
  const refresh = () => client.invalidateQueries({ queryKey: recordsKey(object) });

  /** Change fields together; what is written is what the API takes, what is shown is what it will read. */
  const changeAll = async (row: RecordRow, written: Changes, shown: Changes = written): Promise<{ row: RecordRow; warnings: readonly string[] }> => {
    await client.cancelQueries(lists);
    show(row.id, shown);
    try {
      const { data, warnings = [] } = await inTurn(object, row, written);
      if (data.version !== undefined) show(row.id, { version: data.version }); // so that a second change at once is no conflict
      return { row: { ...row, ...shown, ...data }, warnings: warnings.map(({ message }) => message) };
    } catch (cause) {
      show(row.id, Object.fromEntries(Object.keys(written).map((name) => [name, row[name]])));
      throw cause;
    } finally {
      if (!waiting(object)) void refresh(); // the last one reads again
    }
  };
  return {
    refresh,
    changeAll,
    /** Change one field and return what the server warns of. */
    async change(row: RecordRow, field: string, written: Value, shown: Value = written): Promise<readonly string[]> {
      return (await changeAll(row, { [field]: written }, { [field]: shown })).warnings;
    },
  };
}
