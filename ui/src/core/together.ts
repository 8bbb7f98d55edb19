import type { RecordPage } from "./records";

/** Reads rows from one on, so many. */
export type ReadRows = (skip: number, limit: number, signal: AbortSignal) => Promise<RecordPage>;

interface Wanted {
  page: number;
  signal: AbortSignal;
  answer: (page: RecordPage) => void;
  refuse: (cause: unknown) => void;
}

const MOST_TOGETHER = 2; // pages, of which the server gives no more at once

/**
 * Make the reader of the pages of a list: neighbours that are wanted at once are one question.
 *
 * Far down a list most of a question's time goes by skipping the rows before; two questions skip them twice.
 */
export function pagesTogether(size: number, read: ReadRows): (page: number, signal: AbortSignal) => Promise<RecordPage> {
  let waiting: Wanted[] = [];
  const flush = () => {
    const wanted = [...waiting].sort((one, other) => one.page - other.page);
    waiting = [];
    while (wanted.length > 0) {
      const first = wanted[0]?.page ?? 0;
      const many = wanted.findIndex(({ page }, index) => index === MOST_TOGETHER || page !== first + index);
      void ask(size, read, wanted.splice(0, many === -1 ? wanted.length : many));
    }
  };
  return (page, signal) =>
    new Promise((answer, refuse) => {
      if (waiting.length === 0) queueMicrotask(flush);
      waiting.push({ page, signal, answer, refuse });
    });
}

async function ask(size: number, read: ReadRows, group: readonly Wanted[]): Promise<void> {
  const ended = new AbortController();
  const look = () => group.every(({ signal }) => signal.aborted) && ended.abort(); // one that is left still wants the answer
  for (const { signal } of group) signal.addEventListener("abort", look);
  try {
    const found = await read((group[0]?.page ?? 0) * size, group.length * size, ended.signal);
    group.forEach(({ answer }, index) => {
      const data = found.data.slice(index * size, (index + 1) * size);
      const last = index === group.length - 1 || found.data.length <= (index + 1) * size;
      answer({ ...found, data, page: last ? found.page : { next: "" } }); // the cursor behind a page within is not told
    });
  } catch (cause) {
    for (const { refuse } of group) refuse(cause);
  } finally {
    for (const { signal } of group) signal.removeEventListener("abort", look);
  }
}
