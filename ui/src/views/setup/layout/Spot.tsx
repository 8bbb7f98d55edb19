import { useDraggable, useDroppable } from "@dnd-kit/core";
import type { KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Body } from "../api";
import type { Dragged } from "./dragging";
import { samePlace, type PartKind, type Place } from "./parts";
import { placeText, type Design } from "./useDesign";

interface SpotProps {
  design: Design;
  dragged: Dragged | null;
  place: Place;
  part: Body;
  className: string;
  faulty?: boolean;
  children?: ReactNode;
}

/** A part at its place: chosen with a click, picked up to be moved, and a place before which others may be put. */
export function Spot({ design, dragged, place, part, className, faulty = false, children }: SpotProps) {
  const title = design.titleOf(place.kind, part);
  const id = placeText(place);
  const drag = useDraggable({ id, data: { kind: place.kind, part, from: place, title } satisfies Dragged });
  const drop = useDroppable({ id: `before ${id}`, disabled: dragged?.kind !== place.kind, data: { place, title } });
  const join = (node: HTMLElement | null) => {
    drag.setNodeRef(node);
    drop.setNodeRef(node);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Delete" && dragged === null) design.remove(place);
    else drag.listeners?.["onKeyDown"]?.(event);
  };
  return (
    <button
      type="button" ref={join} {...drag.attributes} {...drag.listeners} onKeyDown={press} onClick={() => design.select(place)} className={className} data-place={id}
      aria-pressed={samePlace(design.selected, place)} data-over={drop.isOver || undefined} data-dragging={drag.isDragging || undefined} data-faulty={faulty || undefined}
      aria-label={title}
    >{children ?? <span className="clip">{title}</span>}</button>
  );
}

/** The place after the last part of a list. */
export function End({ dragged, place, children }: { dragged: Dragged | null; place: Place; children?: ReactNode }) {
  const { t } = useTranslation("setup");
  const wanted = dragged?.kind === place.kind;
  const { setNodeRef, isOver } = useDroppable({ id: `end ${placeText(place)}`, disabled: !wanted, data: { place, title: t("design.end") } });
  return <div ref={setNodeRef} className="layout-end" data-over={isOver || undefined} data-wanted={wanted || undefined}>{children}</div>;
}

/** Something that may be put on the page: added with a click, or dragged to its place. */
export function Offer({ design, kind, part, hint }: { design: Design; kind: PartKind; part: Body; hint?: string }) {
  const { t } = useTranslation("setup");
  const title = design.titleOf(kind, part);
  const drag = useDraggable({ id: `offer ${kind} ${JSON.stringify(part)}`, data: { kind, part, from: null, title } satisfies Dragged });
  return (
    <button
      type="button" ref={drag.setNodeRef} {...drag.attributes} {...drag.listeners} className="layout-offer" aria-label={t("design.add", { name: title })}
      data-dragging={drag.isDragging || undefined} onClick={() => design.add(kind, part)}
    ><span className="clip">{title}</span>{hint && <span className="clip quiet">{hint}</span>}</button>
  );
}
