// Names of records by their ids: what is asked for at once, as by the cells of a list, is read at once.
import { quoted } from "./operator";
import { listRecords, type RecordRow } from "./records";

const MOST = 100;
type Waiting = Map<string, ((row: RecordRow | null) => void)[]>;
const waiting = new Map<string, Waiting>();

/** Read a record of an object by its id with the field that names it; null where it is not there for the reader. */
export function namedRecord(object: string, name: string | null, id: string): Promise<RecordRow | null> {
  return new Promise((resolve) => {
    const key = `${object} ${name ?? ""}`;
    const open = waiting.get(key) ?? new Map<string, ((row: RecordRow | null) => void)[]>();
    if (!waiting.has(key)) {
      waiting.set(key, open);
      setTimeout(() => { waiting.delete(key); void readAll(object, name, open); }, 0);
    }
    open.set(id, [...(open.get(id) ?? []), resolve]);
  });
}

async function readAll(object: string, name: string | null, open: Waiting): Promise<void> {
  const ids = [...open.keys()];
  const parts = Array.from({ length: Math.ceil(ids.length / MOST) }, (_, at) => ids.slice(at * MOST, (at + 1) * MOST));
  await Promise.all(parts.map(async (part) => {
    const found = new Map<string, RecordRow>();
    try {
      const query = { fields: name === null ? ["id"] : ["id", name], filter: `id IN (${part.map(quoted).join(", ")})`, limit: MOST };
      for (const row of (await listRecords(object, query)).data) found.set(row.id, row);
    } finally {
      // What could not be read is shown by its id.
      for (const id of part) for (const resolve of open.get(id) ?? []) resolve(found.get(id) ?? null);
    }
  }));
}
