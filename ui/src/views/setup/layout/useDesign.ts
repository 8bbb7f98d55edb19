import { useState } from "react";
import { useTranslation } from "react-i18next";

import { isBody, textOf, titleOf, type Body, type Label } from "../api";
import { useItems } from "../items";
import { inserted, keyOf, moved, partAt, partsIn, removed, replaced, type PartKind, type Place } from "./parts";
import type { Seen } from "./seen";

const MOST_STEPS = 100;

/** A layout while it is designed: what is chosen, and every way to change it. */
export interface Design {
  layout: Body;
  seen: Seen | null;
  tab: number;
  openTab: (tab: number) => void;
  selected: Place | null;
  select: (place: Place | null) => void;
  titleOf: (kind: PartKind, part: Body) => string;
  /** Put a new part, or one that stands elsewhere, before the one at a place. */
  put: (part: Body, from: Place | null, to: Place) => void;
  /** Add a part where the eye is: after the chosen part, else at the end of the open tab. */
  add: (kind: PartKind, part: Body) => void;
  remove: (place: Place) => void;
  replace: (place: Place, part: Body) => void;
  undo: (() => void) | null;
}

export const placeText = ({ kind, path }: Place): string => `${kind} ${path.join(" ")}`;

/** What there was before a change; what is typed into one part is one step back. */
interface Step {
  layout: Body;
  typed: string | null;
}

export const NEW_TAB: Body = { name: "tab", label: { en: "New tab", zh: "新标签页" } };
const FIRST_TAB: Body = { name: "details", label: { en: "Details", zh: "详细信息" } };
export const NEW_SECTION: Body = { name: "section", label: { en: "New section", zh: "新分区" }, fields: [] };

export function useDesign(layout: Body, seen: Seen | null, onChange: (layout: Body) => void): Design {
  const { i18n } = useTranslation();
  const { items: objects } = useItems("object");
  const [chosenTab, openTab] = useState(0);
  const [selected, select] = useState<Place | null>(null);
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const tabs = partsIn(layout, "tab", []);
  const tab = Math.min(chosenTab, Math.max(0, tabs.length - 1));

  const change = (next: { layout: Body; place: Place | null }, typed: string | null = null) => {
    if (next.layout === layout) return;
    if (typed === null || steps.at(-1)?.typed !== typed) setSteps([...steps, { layout, typed }].slice(-MOST_STEPS));
    onChange(next.layout);
    select(next.place);
    const at = next.place?.path[0];
    if (at !== undefined) openTab(at);
  };
  const put = (part: Body, from: Place | null, to: Place) => {
    const [whole, target] = withSection(withTab(layout, to), to);
    const next = from === null ? inserted(whole, target, part) : moved(whole, from, target);
    change(next);
    focusAt(next.place);
  };
  const remove = (place: Place) => {
    const next = removed(layout, place);
    change({ layout: next, place: null });
    focusAt([place, before(place)].find((near) => near !== null && partAt(next, near) !== undefined) ?? null);
  };
  return {
    layout, seen, tab, openTab, selected: selected && partAt(layout, selected) ? selected : null, select, put,
    titleOf: (kind, part) => partTitle(kind, part, seen, objects, i18n.language),
    add: (kind, part) => put(part, null, after(layout, kind, tab, selected)),
    remove,
    replace: (place, part) => change({ layout: replaced(layout, place, part), place }, placeText(place)),
    undo: steps.length === 0 ? null : () => {
      const before = steps.at(-1);
      setSteps(steps.slice(0, -1));
      if (before) onChange(before.layout);
    },
  };
}

/** Move the focus to where the eye is now: to a part, once it is drawn. */
const focusAt = (place: Place | null) => {
  if (place !== null) requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-place="${placeText(place)}"]`)?.focus());
};

/** The place before one in its list, or of what holds the list. */
function before({ kind, path }: Place): Place | null {
  const at = path.at(-1) ?? 0;
  if (at > 0) return { kind, path: [...path.slice(0, -1), at - 1] };
  if (kind === "tab") return null;
  return kind === "field" ? { kind: "section", path: path.slice(0, -1) } : { kind: "tab", path: path.slice(0, 1) };
}

/** What stands in a tab needs one. */
const withTab = (layout: Body, { kind }: Place): Body =>
  kind === "tab" || partsIn(layout, "tab", []).length > 0 ? layout : inserted(layout, { kind: "tab", path: [0] }, FIRST_TAB).layout;

/** A field needs a section to stand in; a tab without one gets it. */
function withSection(layout: Body, to: Place): readonly [Body, Place] {
  const [tab = 0, section = 0] = to.path;
  if (to.kind !== "field" || partAt(layout, { kind: "section", path: [tab, section] })) return [layout, to];
  const made = inserted(layout, { kind: "section", path: [tab, section] }, NEW_SECTION);
  return [made.layout, { kind: "field", path: [...made.place.path, 0] }];
}

/** The end of a tab, as far as parts of the kind go. */
export function endOf(layout: Body, kind: PartKind, tab: number): Place {
  if (kind === "tab") return { kind, path: [partsIn(layout, "tab", []).length] };
  if (kind !== "field") return { kind, path: [tab, partsIn(layout, kind, [tab]).length] };
  const section = Math.max(0, partsIn(layout, "section", [tab]).length - 1);
  return { kind, path: [tab, section, partsIn(layout, "field", [tab, section]).length] };
}

function after(layout: Body, kind: PartKind, tab: number, selected: Place | null): Place {
  if (selected === null || partAt(layout, selected) === undefined) return endOf(layout, kind, tab);
  const { path } = selected;
  if (selected.kind === kind) return { kind, path: [...path.slice(0, -1), (path.at(-1) ?? 0) + 1] };
  if (kind === "field" && selected.kind === "section") return { kind, path: [...path, partsIn(layout, "field", path).length] };
  if (kind === "section" && selected.kind === "field") return { kind, path: [path[0] ?? 0, (path[1] ?? 0) + 1] };
  return endOf(layout, kind, tab);
}

function partTitle(kind: PartKind, part: Body, seen: Seen | null, objects: readonly { name: string; label: Label | null }[], language: string): string {
  const key = keyOf(kind, part);
  const label = part["label"];
  if (kind === "field") return seen?.fields.find(({ name }) => name === key)?.label ?? key;
  if (isBody(label)) return titleOf({ name: key, label }, language);
  if (kind !== "related") return key || textOf(part["component"]);
  const child = seen?.children.find(({ name }) => name === key)?.object;
  const object = objects.find(({ name }) => name === child);
  return object ? titleOf(object, language) : key;
}
