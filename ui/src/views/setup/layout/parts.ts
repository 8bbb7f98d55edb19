import { bodiesOf, textOf, type Body } from "../api";
import { withValue, type Schema } from "../schema";

/** What a layout consists of. */
export type PartKind = "tab" | "section" | "field" | "related" | "component";

/** Where a part stands: positions in the lists from the outside in. */
export interface Place {
  kind: PartKind;
  path: readonly number[];
}

/** The lists that lead to a kind of part. */
const LISTS: Readonly<Record<PartKind, readonly string[]>> = {
  tab: ["tabs"], section: ["tabs", "sections"], field: ["tabs", "sections", "fields"], related: ["tabs", "related"], component: ["tabs", "components"],
};
/** What tells the entries of a list from one another. */
const KEYS: Readonly<Record<PartKind, string>> = { tab: "name", section: "name", field: "field", related: "relation", component: "name" };
/** Lists that an entry must have, even when they are empty. */
const NEEDED = new Set(["tabs", "fields"]);
/** Parts whose name says nothing, so that it gives way to another of its name. */
const RENAMED = new Set<PartKind>(["tab", "section", "component"]);

const last = (path: readonly number[]): number => path.at(-1) ?? 0;
export const keyOf = (kind: PartKind, part: Body): string => textOf(part[KEYS[kind]]);
export const samePlace = (one: Place | null, other: Place): boolean => one?.kind === other.kind && String(one.path) === String(other.path);

/** The parts of a kind that stand in one list, which `path` leads to. */
export function partsIn(layout: Body, kind: PartKind, path: readonly number[]): readonly Body[] {
  return LISTS[kind].slice(0, -1).reduce<readonly Body[]>(
    (list, _, depth) => bodiesOf(list[path[depth] ?? -1]?.[LISTS[kind][depth + 1] ?? ""]), bodiesOf(layout["tabs"]),
  );
}

export const partAt = (layout: Body, { kind, path }: Place): Body | undefined => partsIn(layout, kind, path.slice(0, -1))[last(path)];

/** All parts of a kind, wherever they stand. */
export function everyPart(layout: Body, kind: PartKind): readonly Body[] {
  return LISTS[kind].slice(1).reduce<readonly Body[]>((parts, key) => parts.flatMap((part) => bodiesOf(part[key])), bodiesOf(layout["tabs"]));
}

function edited(body: Body, keys: readonly string[], path: readonly number[], change: (list: readonly Body[]) => readonly Body[]): Body {
  const [key = "", ...inner] = keys;
  const list = bodiesOf(body[key]);
  const next = inner.length === 0 ? change(list) : list.map((each, at) => (at === path[0] ? edited(each, inner, path.slice(1), change) : each));
  return withValue(body, key, next.length > 0 || NEEDED.has(key) ? next : undefined);
}

const listed = (layout: Body, { kind, path }: Place, change: (list: readonly Body[]) => readonly Body[]): Body => edited(layout, LISTS[kind], path, change);

/** The layout with a part put in the place of the one that is there. */
export const replaced = (layout: Body, place: Place, part: Body): Body =>
  listed(layout, place, (list) => list.map((each, at) => (at === last(place.path) ? part : each)));

export const removed = (layout: Body, place: Place): Body => listed(layout, place, (list) => list.filter((_, at) => at !== last(place.path)));

/** A name that none of a list has. */
export function freshName(wanted: string, taken: readonly string[]): string {
  const base = wanted.replace(/_\d+$/, "");
  return [wanted, ...taken.map((_, at) => `${base}_${at + 2}`)].find((name) => !taken.includes(name)) ?? wanted;
}

/** Put a part before the one at a place; what a list cannot have twice leaves it first. Tells where the part stands then. */
export function inserted(layout: Body, place: Place, part: Body): { layout: Body; place: Place } {
  const { kind, path } = place;
  const before = partsIn(layout, kind, path.slice(0, -1));
  const key = keyOf(kind, part);
  const renamed = RENAMED.has(kind) ? { ...part, [KEYS[kind]]: freshName(key, before.map((each) => keyOf(kind, each))) } : part;
  const kept = RENAMED.has(kind) ? before : before.filter((each) => keyOf(kind, each) !== key);
  const at = Math.min(kept.length, last(path) - before.slice(0, last(path)).filter((each) => !kept.includes(each)).length);
  return {
    layout: listed(layout, place, () => [...kept.slice(0, at), renamed, ...kept.slice(at)]),
    place: { kind, path: [...path.slice(0, -1), at] },
  };
}

/** Move a part before the one at another place. */
export function moved(layout: Body, from: Place, to: Place): { layout: Body; place: Place } {
  const part = partAt(layout, from);
  if (part === undefined) return { layout, place: from };
  const within = String(from.path.slice(0, -1)) === String(to.path.slice(0, -1));
  const at = within && last(from.path) < last(to.path) ? last(to.path) - 1 : last(to.path);
  return inserted(removed(layout, from), { kind: to.kind, path: [...to.path.slice(0, -1), at] }, part);
}

/** What the schema of layouts says of a kind of part. */
export const schemaOf = (schema: Schema, kind: PartKind): Schema =>
  LISTS[kind].reduce<Schema>((inner, key) => inner.properties?.[key]?.items ?? {}, schema);

/** The path by which findings name a part. */
export function pathOf(layout: Body, { kind, path }: Place): string {
  const steps = LISTS[kind].map((key, depth) => {
    const step: PartKind = depth === path.length - 1 ? kind : depth === 0 ? "tab" : "section";
    const part = partAt(layout, { kind: step, path: path.slice(0, depth + 1) });
    return `${key}/${part ? keyOf(step, part) : ""}`;
  });
  return [`layout/${textOf(layout["name"])}`, ...steps].join("/");
}
