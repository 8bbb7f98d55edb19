/** A record that was opened here, and where it is. */
export interface Visit {
  object: string;
  id: string;
}

const KEY = "guanxi.recent";
const MOST = 8;

const isVisit = (item: unknown): item is Visit =>
  typeof item === "object" && item !== null && "object" in item && "id" in item &&
  typeof item.object === "string" && typeof item.id === "string";

/** What was opened last, newest first: ids alone, since the names are the server's to tell. */
export function recentVisits(person: string, storage: Storage = localStorage): readonly Visit[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(`${KEY}.${person}`) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isVisit).slice(0, MOST) : [];
  } catch (cause) {
    if (cause instanceof SyntaxError) return []; // somebody else wrote there
    throw cause;
  }
}

/** Remember that a record was opened. */
export function noteVisit(person: string, visit: Visit, storage: Storage = localStorage): void {
  const others = recentVisits(person, storage).filter((known) => known.object !== visit.object || known.id !== visit.id);
  storage.setItem(`${KEY}.${person}`, JSON.stringify([visit, ...others].slice(0, MOST)));
}
