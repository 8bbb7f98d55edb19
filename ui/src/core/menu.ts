import { may, type App, type ObjectSummary } from "./metadata";

export interface MenuEntry {
  object: ObjectSummary;
  /** The heading it stands under; null below what no app names. */
  group: string | null;
  /** The letter after `g` that goes there. */
  letter: string | null;
}

const TAKEN = new Set(["h", "s"]); // home, settings

/** The objects that may be read, as the apps group them and then the rest, each with a letter of its name that is still free. */
export function menuOf(objects: readonly ObjectSummary[], apps: readonly App[]): readonly MenuEntry[] {
  const readable = new Map(objects.filter((object) => may(object, "read")).map((object) => [object.name, object]));
  const groups = new Map<string, string | null>();
  for (const group of apps.flatMap((app) => app.menu)) {
    for (const { object } of group.items) if (readable.has(object) && !groups.has(object)) groups.set(object, group.label);
  }
  for (const name of readable.keys()) if (!groups.has(name)) groups.set(name, null);
  const taken = new Set(TAKEN);
  return [...groups].flatMap(([name, group]) => {
    const object = readable.get(name);
    if (object === undefined) return [];
    const letter = [...name].find((character) => /[a-z]/.test(character) && !taken.has(character)) ?? null;
    if (letter !== null) taken.add(letter);
    return [{ object, group, letter }];
  });
}

/** The entries under their headings, in order. */
export function grouped(entries: readonly MenuEntry[]): readonly (readonly [string | null, readonly MenuEntry[]])[] {
  const found = new Map<string | null, MenuEntry[]>();
  for (const entry of entries) found.set(entry.group, [...(found.get(entry.group) ?? []), entry]);
  return [...found];
}
