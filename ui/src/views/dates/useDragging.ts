import { MouseSensor, TouchSensor, useSensor, useSensors, type Announcements, type DragEndEvent, type DragMoveEvent, type DragStartEvent } from "@dnd-kit/core";
import { useState, type KeyboardEvent } from "react";

import { moved, type Dated, type Grip, type Span } from "./spans";
import type { Happening } from "./useDated";

/** What is being moved, and where it would come to stand. */
export interface Held {
  what: Happening;
  span: Span;
  byKeys: boolean;
}

interface Given {
  dated: Dated;
  /** How far a way on the screen leads in time, and the shortest that is left of a stretch. */
  wayOf: (delta: { x: number; y: number }, what: Happening) => number;
  stepOf: (what: Happening) => number;
  /** How far a key leads; null for one that moves nothing. */
  keyWay: (key: string, what: Happening) => number | null;
  onDrop: (what: Happening, span: Span) => void;
}

export interface Dragged {
  what: Happening;
  grip: Grip;
}

type Moving = DragStartEvent & Partial<Pick<DragMoveEvent, "delta">>;

const isDragged = (data: unknown): data is Dragged => typeof data === "object" && data !== null && "what" in data && "grip" in data;

/** What is moved by keys is told by its calendar, in the language of the person. */
const SILENT: Announcements = { onDragStart: () => undefined, onDragOver: () => undefined, onDragEnd: () => undefined, onDragCancel: () => undefined };

const sameSpan = (one: Span, other: Span) => one.from === other.from && one.to === other.to;

/** Moving records in time by mouse, finger and keys: Space takes hold, arrows move, with Shift the end, Enter lets go, Escape puts back. */
export function useDragging({ dated, wayOf, stepOf, keyWay, onDrop }: Given) {
  const [held, setHeld] = useState<Held | null>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
  );
  const drop = (last: Held | null) => {
    setHeld(null);
    if (last && !sameSpan(last.span, last.what.span)) onDrop(last.what, last.span);
  };
  const heldBy = ({ active, delta }: Moving): Held | null => {
    const data: unknown = active.data.current;
    if (!isDragged(data)) return null;
    const { what, grip } = data;
    return { what, byKeys: false, span: delta ? moved(what.span, grip, wayOf(delta, what), stepOf(what)) : what.span };
  };
  const dragged = (event: Moving) => setHeld((before) => heldBy(event) ?? before);
  const onKeyDown = (what: Happening) => (event: KeyboardEvent<HTMLElement>) => {
    const mine = held?.byKeys === true && held.what.id === what.id ? held : null;
    const way = keyWay(event.key, what);
    if (mine === null) {
      if (event.key !== " " || !dated.movable) return;
      setHeld({ what, span: what.span, byKeys: true });
    } else if (event.key === " " || event.key === "Enter") {
      drop(mine);
      focusAgain(what.id);
    } else if (event.key === "Escape") setHeld(null);
    else if (way !== null && (!event.shiftKey || dated.lengthens)) setHeld({ ...mine, span: moved(mine.span, event.shiftKey ? "end" : "move", way, stepOf(what)) });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    held,
    onKeyDown,
    letGo: () => setHeld((before) => (before?.byKeys ? null : before)),
    context: { sensors, accessibility: { announcements: SILENT }, onDragStart: dragged, onDragMove: dragged, onDragEnd: (event: DragEndEvent) => drop(heldBy(event)), onDragCancel: () => setHeld(null) },
  };
}

const LOOK_AGAIN = 60;

/** What was moved by keys keeps the focus where it comes to stand, which may be drawn anew until the save is answered. */
function focusAgain(id: string, times = 12): void {
  setTimeout(() => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost) document.querySelector<HTMLElement>(`[data-happening="${CSS.escape(id)}"]`)?.focus();
    if (times > 1) focusAgain(id, times - 1);
  }, LOOK_AGAIN);
}
