import { may, type App, type AppItem, type ObjectSummary } from "./metadata";

export interface MenuEntry extends AppItem {
  /** What tells it from every other entry. */
  id: string;
  /** The heading it stands under; null below what no app names. */
  group: string | null;
  /** The letter after `g` that goes there. */
  letter: string | null;
  path: string;
}

const TAKEN = new Set(["h", "s"]); // home, settings

const pathOf = (object: string, view: string | null) => `/o/${object}${view === null ? "" : `?view=${encodeURIComponent(view)}`}`;

/** The ways into what may be read, as the apps draw them, and then the objects that no app names and whose records stand alone; each with a free letter of its name. */
export function menuOf(objects: readonly ObjectSummary[], apps: readonly App[]): readonly MenuEntry[] {
  const readable = new Map(objects.filter((object) => may(object, "read")).map((object) => [object.name, object]));
  const drawn = apps.flatMap((app) => app.menu.flatMap((group) => group.items.map((item) => ({ ...item, group: group.label }))));
  const named = new Set(drawn.map(({ object }) => object));
  const others = [...readable.values()].filter(({ name, child }) => !named.has(name) && child !== true)
    .map(({ name, plural, icon }) => ({ name, object: name, view: null, label: plural, icon, group: null }));
  const taken = new Set(TAKEN);
  const entries = new Map<string, MenuEntry>();
  for (const item of [...drawn, ...others]) {
    const [object, path] = [readable.get(item.object), pathOf(item.object, item.view)];
    if (object === undefined || entries.has(path)) continue;
    const letter = [...item.name].find((character) => /[a-z]/.test(character) && !taken.has(character)) ?? null;
    if (letter !== null) taken.add(letter);
    entries.set(path, { ...item, id: path, path, icon: item.icon ?? object.icon, letter });
  }
  return [...entries.values()];
}

/** The entry that a place belongs to: the one of its view, else that of its object's first view, else any of the object. */
export function entryAt(entries: readonly MenuEntry[], pathname: string, search: string): MenuEntry | undefined {
  const object = /^\/o\/([^/]+)/.exec(pathname)?.[1];
  const view = new URLSearchParams(search).get("view");
  const found = entries.filter((entry) => entry.object === object);
  return found.find((entry) => entry.view === view) ?? found.find((entry) => entry.view === null) ?? found[0];
}

/** The entries under their headings, in order. */
export function grouped(entries: readonly MenuEntry[]): readonly (readonly [string | null, readonly MenuEntry[]])[] {
  const found = new Map<string | null, MenuEntry[]>();
  for (const entry of entries) found.set(entry.group, [...(found.get(entry.group) ?? []), entry]);
  return [...found];
}
