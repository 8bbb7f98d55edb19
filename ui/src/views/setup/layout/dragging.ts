import { KeyboardCode, pointerWithin, type CollisionDetection, type KeyboardCoordinateGetter } from "@dnd-kit/core";

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
    return rect && rect.width > 0 ? [{ id, rect }] : [];
  }).sort((a, b) => a.rect.top - b.rect.top || a.rect.left - b.rect.left);
  const at = places.findIndex(({ id }) => id === over?.id);
  const next = places[Math.max(0, Math.min(places.length - 1, at + by))];
  return next && { x: next.rect.left, y: next.rect.top };
};

/** Under the pointer the innermost place counts, by keyboard the one that begins nearest. */
export const nearest: CollisionDetection = (asked) => {
  if (asked.pointerCoordinates) return pointerWithin(asked);
  const from = asked.collisionRect;
  return asked.droppableContainers.flatMap(({ id }) => {
    const rect = asked.droppableRects.get(id);
    return rect ? [{ id, data: { value: Math.hypot(rect.left - from.left, rect.top - from.top) } }] : [];
  }).sort((a, b) => a.data.value - b.data.value);
};
