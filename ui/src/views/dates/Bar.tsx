import { useDraggable } from "@dnd-kit/core";
import type { CSSProperties, KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { ObjectMeta } from "../../core/metadata";
import { kindOf } from "../../fields/registry";
import type { Dated, Grip } from "./spans";
import type { Happening } from "./useDated";

interface Props {
  object: ObjectMeta;
  dated: Dated;
  what: Happening;
  /** Tells this part of a record from its others. */
  part: string;
  style?: CSSProperties;
  className: string;
  /** Whether it begins or ends outside of what is shown. */
  opens?: boolean;
  closes?: boolean;
  /** Whether it is being moved, or is where it would come to stand. */
  state?: "held" | "ghost" | undefined;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onBlur: () => void;
  children: ReactNode;
}

/** What screen readers say of a record in time: its name and when it is. */
export function useSpoken(dated: Dated) {
  const { i18n } = useTranslation();
  return ({ row, name }: Happening): string =>
    [name, ...[dated.start, dated.end].flatMap((field) => (field && row[field.name] ? [kindOf(field).text?.(field, row[field.name], i18n.language) ?? ""] : []))].join(", ");
}

/** A record as a bar that leads to its page and can be moved, and lengthened at its ends. */
export function Bar({ object, dated, what, part, style, className, opens = false, closes = false, state, onKeyDown, onBlur, children }: Props) {
  const { t } = useTranslation();
  const spoken = useSpoken(dated);
  const { setNodeRef, listeners } = useDraggable({ id: `${what.id} ${part} ${state === "ghost" ? "ghost" : "move"}`, data: { what, grip: "move" }, disabled: !dated.movable || state === "ghost" });
  const edges = dated.lengthens && state !== "ghost";
  return (
    <div ref={setNodeRef} className={`bar ${className}`} style={style} data-colour={what.colour ?? "none"} data-state={state} data-opens={opens || undefined} data-closes={closes || undefined} data-movable={dated.movable || undefined} {...listeners}>
      <Link
        to={`/o/${object.name}/${what.id}`} draggable={false} tabIndex={state === "ghost" ? -1 : 0} aria-hidden={state === "ghost" || undefined}
        aria-description={dated.movable ? t(dated.lengthens ? "dates.howLong" : "dates.how") : undefined}
        data-happening={state === "ghost" ? undefined : what.id} onKeyDown={onKeyDown} onBlur={onBlur}
      >
        <span className="bar-face" aria-hidden>{children}</span><span className="unseen">{spoken(what)}</span>
      </Link>
      {edges && dated.movable && !opens && <Edge what={what} part={part} grip="start" />}
      {edges && !closes && <Edge what={what} part={part} grip="end" />}
    </div>
  );
}

function Edge({ what, part, grip }: { what: Happening; part: string; grip: Grip }) {
  const { setNodeRef, listeners } = useDraggable({ id: `${what.id} ${part} ${grip}`, data: { what, grip } });
  return <span ref={setNodeRef} className="bar-edge" data-grip={grip} aria-hidden {...listeners} />;
}
