import { DndContext, MouseSensor, pointerWithin, TouchSensor, useDroppable, useSensor, useSensors, type DragEndEvent } from "@dnd-kit/core";
import { lazy, Suspense, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { nameOf } from "../../core/finding";
import { may, type FieldMeta } from "../../core/metadata";
import { later } from "../../core/outdated";
import { tryRecord, type RecordRow, type Reference } from "../../core/records";
import { kindOf } from "../../fields/registry";
import { tellDone, tellProblem, tellRefused } from "../../widgets/telling";
import { Waiting } from "../../widgets/Waiting";
import { Empty } from "../list/Empty";
import { Unread } from "../list/Unread";
import type { LaidOut } from "../list/waysOut";
import { Summary } from "../list/Summary";
import { Branch, valuesOf, type Growing } from "./Branch";
import { wayOf } from "./keys";
import { parentOf, standsBelow, useBranch, useReplant } from "./useBranch";

const MoveDialog = lazy(async () => ({ default: (await later(import("./MoveDialog"))).MoveDialog }));

const TOP = "top";
const SILENT = { onDragStart: () => undefined, onDragOver: () => undefined, onDragEnd: () => undefined, onDragCancel: () => undefined };
const isRow = (value: unknown): value is RecordRow => typeof value === "object" && value !== null && "id" in value;

/** The trees of an object's records, and how they are walked and changed. */
export function Forest({ object, listing, shown, onChange, parent }: LaidOut & { parent: FieldMeta }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const tree = useRef<HTMLUListElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState<string | null>(null);
  const [dragged, setDragged] = useState<RecordRow | null>(null);
  const [moving, setMoving] = useState<RecordRow | null>(null);
  const searched = listing.find !== "" || listing.conditions.length > 0 || listing.formula !== "";
  const planted = { object, parent, shown };
  const roots = useBranch(planted, null, searched ? shown.narrowing : null);
  const replant = useReplant(planted);
  const movable = may(object, "update") && parent.writable;
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
  );

  const toggle = (id: string, on: boolean) => setOpen((before) => {
    const next = new Set(before);
    if (on) next.add(id);
    else next.delete(id);
    return next;
  });
  const tell = (cause: unknown) => tellProblem(cause, t("state.unreachable"));
  const move = async (row: RecordRow, to: Reference | null, label: string): Promise<boolean> => {
    const before = row[parent.name];
    if (parentOf(row, parent) === (to?.id ?? null)) return true;
    try {
      if (to && (await standsBelow(planted, to.id, row.id))) {
        // Where a rule says so, the server says why; nothing is written either way.
        await tryRecord(object.name, row.id, { [parent.name]: to.id });
        tellRefused(t("tree.circle", { name: nameOf(object, row) }));
        return false;
      }
      const saved = await replant(row, to);
      if (to) toggle(to.id, true);
      const back = () => void replant(saved.row, isRow(before) ? before : null).catch(tell);
      tellDone([to ? t("tree.moved", { name: nameOf(object, row), to: label }) : t("tree.movedTop", { name: nameOf(object, row) }), ...saved.warnings].join(" "), { label: t("act.undo"), act: back });
      return true;
    } catch (cause) {
      tell(cause);
      return false;
    }
  };
  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(null);
    const row: unknown = active.data.current?.["row"];
    if (!isRow(row) || over === null || over.id === row.id) return;
    const target: unknown = over.data.current?.["row"];
    if (over.id === TOP) void move(row, null, "");
    else if (isRow(target)) void move(row, { id: target.id, ...(object.name_field !== null && { [object.name_field]: nameOf(object, target) }) }, nameOf(object, target));
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const item = event.target instanceof HTMLElement && event.target.matches("[role=treeitem]") ? event.target : null;
    const way = item && tree.current && wayOf(event.key, item, tree.current);
    if (!item || !way) return;
    event.preventDefault();
    event.stopPropagation();
    const id = item.dataset["id"] ?? "";
    if (way.focus) way.focus.focus();
    if (way.open !== undefined) toggle(id, way.open);
    if (way.follow) void navigate(`/o/${object.name}/${id}`);
    if (way.move && movable) item.querySelector<HTMLElement>(":scope > .tree-row [data-move]")?.click();
  };

  const { rows, answer } = roots;
  if (answer.error && rows.length === 0) return <Unread cause={answer.error} onRetry={() => void answer.refetch()} listing={listing} onChange={onChange} />;
  if (answer.isPending) return <Waiting />;
  if (rows.length === 0) return <Empty object={object} listing={listing} shown={shown} onChange={onChange} />;
  const first = rows[0]?.id ?? null;
  const growing: Growing = { ...planted, open, current: current ?? first, movable, dragged, onToggle: toggle, onFocus: setCurrent, onMove: setMoving };
  return (
    <DndContext
      sensors={sensors} collisionDetection={pointerWithin} accessibility={{ announcements: SILENT }} onDragEnd={drop} onDragCancel={() => setDragged(null)}
      onDragStart={({ active }) => { const row: unknown = active.data.current?.["row"]; if (isRow(row)) setDragged(row); }}
    >
      <div className="list-way tree" data-stale={answer.isPlaceholderData || undefined}>
        {dragged && parentOf(dragged, parent) !== null && <Top />}
        <div className="tree-body" data-kept="tree">
          <Head object={object} parent={parent} shown={shown} movable={movable} />
          <ul ref={tree} role="tree" aria-label={object.plural} aria-description={movable ? t("tree.how") : undefined} onKeyDown={press}>
            <Branch {...growing} branch={roots} level={1} found={searched} />
          </ul>
        </div>
        <footer><Summary object={object} shown={shown} language={i18n.language} /></footer>
        {moving && (
          <Suspense>
            <MoveDialog object={object} parent={parent} row={moving} onMove={(to, label) => move(moving, to, label)} onClose={() => setMoving(null)} />
          </Suspense>
        )}
      </div>
    </DndContext>
  );
}

/** What the values in a row are; assistive technology is told with each of them. */
function Head({ object, parent, shown, movable }: Pick<Growing, "object" | "parent" | "shown" | "movable">) {
  const name = object.fields.find((field) => field.name === object.name_field);
  return (
    <div className="tree-head" data-movable={movable || undefined} aria-hidden>
      <span className="clip">{name?.label ?? object.label}</span>
      <span className="tree-values">{valuesOf(object, parent, shown).map((field) => <span key={field.name} data-align={kindOf(field).align}><span className="clip">{field.label}</span></span>)}</span>
    </div>
  );
}

/** Where a record is dropped that shall stand below no other one. */
function Top() {
  const { t } = useTranslation();
  const { setNodeRef, isOver } = useDroppable({ id: TOP });
  return <div ref={setNodeRef} className="tree-top" data-over={isOver || undefined}>{t("tree.top")}</div>;
}
