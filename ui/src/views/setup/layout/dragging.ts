import { KeyboardCode, pointerWithin, type ClientRect, type CollisionDetection, type KeyboardCoordinateGetter } from "@dnd-kit/core";

import type { Body } from "../api";
import type { PartKind, Place } from "./parts";

/** What is being dragged: a part from its place, or a new one. */
export interface Dragged {
  kind: PartKind;
  part: Body;
  from: Place | null;
  title: string;
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Space picks a part up and puts it down, so that Enter stays what chooses it. */
export const KEYS = { start: [KeyboardCode.Space], cancel: [KeyboardCode.Esc], end: [KeyboardCode.Space, KeyboardCode.Enter] };

/** Arrow keys go from one place where the part may stand to the next. */
export const stepping: KeyboardCoordinateGetter = (event, { context: { over, droppableContainers, droppableRects } }) => {
  const by = STEPS[event.code];
  if (by === undefined) return undefined;
  event.preventDefault();
  const places = droppableContainers.getEnabled().flatMap(({ id }) => {
    const rect = droppableRects.get(id);
    return id !== ANYWHERE && rect && rect.width > 0 ? [{ id, rect }] : [];
  }).sort((a, b) => a.rect.top - b.rect.top || a.rect.left - b.rect.left);
  const at = places.findIndex(({ id }) => id === over?.id);
  const next = places[Math.max(0, Math.min(places.length - 1, at + by))];
  return next && { x: next.rect.left, y: next.rect.top };
};

/** The whole page, which takes what is let go between its places. */
export const ANYWHERE = "anywhere";

/** Under the pointer the innermost place counts, on the page beside all places the nearest one; by keyboard the one that begins nearest. */
export const nearest: CollisionDetection = (asked) => {
  const { pointerCoordinates: at, collisionRect: from } = asked;
  if (at === null) return byWay(asked, (rect) => Math.hypot(rect.left - from.left, rect.top - from.top));
  const within = pointerWithin(asked);
  const exact = within.filter(({ id }) => id !== ANYWHERE);
  if (exact.length > 0 || within.length === 0) return exact;
  return byWay(asked, (rect) => Math.hypot(beyond(at.x, rect.left, rect.right), beyond(at.y, rect.top, rect.bottom)));
};

const beyond = (at: number, from: number, to: number): number => Math.max(from - at, 0, at - to);

/** The places that are shown, the one with the shortest way in front. */
const byWay = ({ droppableContainers, droppableRects }: Parameters<CollisionDetection>[0], way: (rect: ClientRect) => number) =>
  droppableContainers.flatMap(({ id }) => {
    const rect = droppableRects.get(id);
    return id !== ANYWHERE && rect && rect.width > 0 ? [{ id, data: { value: way(rect) } }] : [];
  }).sort((a, b) => a.data.value - b.data.value);
