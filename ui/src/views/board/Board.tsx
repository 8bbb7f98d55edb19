import { DndContext, KeyboardSensor, PointerSensor, TouchSensor, useDraggable, useDroppable, useSensor, useSensors, type DragEndEvent } from "@dnd-kit/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { nameOf } from "../../core/finding";
import { columnsOf, filterOf, sortOf, type Listing } from "../../core/listing";
import { fieldOf, may, type FieldMeta, type ObjectMeta } from "../../core/metadata";
import type { RecordRow } from "../../core/records";
import { kindOf } from "../../fields/registry";
import { State } from "../../widgets/State";
import { tellDone, tellProblem } from "../../widgets/telling";
import { gateOf, type Gate } from "../../core/gates";
import { useColumn, useMove, useSums } from "./useBoard";
import "./board.css";

const SHOWN_ON_CARDS = 3;

/** The field whose values are the columns: the one asked for, else the states', else the first that can be. */
function columnField(object: ObjectMeta, listing: Listing): FieldMeta | undefined {
  const able = object.fields.filter((field) => kindOf(field).columns && field.groupable);
  const wanted = [listing.by, object.states?.field];
  return able.find((field) => wanted.includes(field.name)) ?? able[0];
}

/** The records as cards in a column for each value of a field; moving a card changes the value. */
export function Board({ object, listing }: { object: ObjectMeta; listing: Listing }) {
  const { t } = useTranslation();
  const field = columnField(object, listing);
  if (!field) return <State title={t("board.noField")} />;
  return <Columns object={object} field={field} listing={listing} />;
}

function Columns({ object, field, listing }: { object: ObjectMeta; field: FieldMeta; listing: Listing }) {
  const { t } = useTranslation();
  const [moving, setMoving] = useState<RecordRow | null>(null);
  const filter = filterOf(object, listing, (item) => kindOf(item).operators);
  const cardFields = columnsOf(object, listing).map((column) => column.field)
    .filter((item) => item.name !== field.name && item.name !== object.name_field).slice(0, SHOWN_ON_CARDS);
  const summed = object.fields.find((item) => kindOf(item).sums && !item.masked && item.filterable);
  const sums = useSums(object, field, summed, filter);
  const move = useMove(object, field);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 6 } }),
    useSensor(KeyboardSensor),
  );

  const drop = async (event: DragEndEvent) => {
    setMoving(null);
    const row: unknown = event.active.data.current?.["row"];
    const to = event.over?.id;
    if (!isRow(row) || typeof to !== "string" || row[field.name] === to) return;
    const label = field.values?.find((value) => value.name === to)?.label ?? to;
    const before = row[field.name];
    const tell = (cause: unknown) => tellProblem(cause, t("state.unreachable"));
    try {
      const moved = await move(row, to);
      tellDone(t("board.moved", { to: label }), { label: t("act.undo"), act: () => void move(moved, before).catch(tell) });
    } catch (cause) {
      tell(cause);
    }
  };

  return (
    <DndContext
      sensors={sensors} onDragCancel={() => setMoving(null)} onDragEnd={(event) => void drop(event)}
      onDragStart={({ active }) => { const row: unknown = active.data.current?.["row"]; if (isRow(row)) setMoving(row); }}
    >
      <div className="board" role="group" aria-label={t("board.label", { plural: object.plural, field: field.label })}>
        {(field.values ?? []).filter((value) => value.active !== false).map((value) => (
          <Column
            key={value.name} object={object} field={field} value={value.name} label={value.label} colour={value.colour ?? null}
            cardFields={cardFields} filter={filter} sort={sortOf(listing)} summed={summed} sums={sums.get(value.name)}
            gate={moving ? gateOf(object, moving, value.name) : { open: true, missing: [] }} dragging={moving !== null}
          />
        ))}
      </div>
    </DndContext>
  );
}

const isRow = (value: unknown): value is RecordRow => typeof value === "object" && value !== null && "id" in value;

interface ColumnProps {
  object: ObjectMeta;
  field: FieldMeta;
  value: string;
  label: string;
  colour: string | null;
  cardFields: readonly FieldMeta[];
  filter: string | null;
  sort: readonly string[];
  summed: FieldMeta | undefined;
  sums: { count: number; sum: RecordRow[string] } | undefined;
  gate: Gate;
  dragging: boolean;
}

function Column(props: ColumnProps) {
  const { object, field, value, cardFields, sums, summed, gate } = props;
  const { t, i18n } = useTranslation();
  const { setNodeRef, isOver } = useDroppable({ id: value, disabled: !gate.open });
  const fields = useMemo(() => [...cardFields, field, ...gateFields(object)], [cardFields, field, object]);
  const { rows } = useColumn(object, fields, field, value, props.filter, props.sort);
  const Sum = summed && kindOf(summed).Display;
  const missing = gate.missing.map((name) => fieldOf(object, name)?.label ?? name).join(i18n.language === "zh" ? "、" : ", ");
  const rest = (sums?.count ?? 0) - rows.length;
  return (
    <section className="board-column" ref={setNodeRef} data-over={isOver || undefined} data-closed={!gate.open || undefined} aria-label={props.label}>
      <header>
        <span className="board-dot" data-colour={props.colour ?? "grey"} aria-hidden />
        <h2 className="clip">{props.label}</h2>
        <span className="quiet numeric">{sums?.count.toLocaleString(i18n.language) ?? 0}</span>
        {summed && Sum && sums && <span className="board-sum quiet numeric"><Sum field={summed} value={sums.sum} dense /></span>}
      </header>
      {props.dragging && gate.open && gate.missing.length > 0 && <p className="board-gate">{t("board.needs", { fields: missing })}</p>}
      <ul>
        {rows.map((row) => <Card key={row.id} object={object} row={row} fields={cardFields} fixed={!field.writable || !may(object, "update")} />)}
      </ul>
      {rows.length === 0 && <p className="quiet board-none">{t("board.none")}</p>}
      {rest > 0 && <p className="quiet board-none">{t("board.more", { count: rest })}</p>}
    </section>
  );
}

/** The fields that the gates ask for, so that a card knows what it lacks. */
function gateFields(object: ObjectMeta): readonly FieldMeta[] {
  const asked = new Set(object.states?.transitions.flatMap((transition) => transition.requires));
  return object.fields.filter((field) => asked.has(field.name));
}

function Card({ object, row, fields, fixed }: { object: ObjectMeta; row: RecordRow; fields: readonly FieldMeta[]; fixed: boolean }) {
  const { setNodeRef, attributes, listeners, transform, isDragging } = useDraggable({ id: row.id, data: { row }, disabled: fixed });
  const style = transform ? { transform: `translate(${transform.x}px, ${transform.y}px)` } : undefined;
  return (
    <li ref={setNodeRef} className="board-card" data-dragging={isDragging || undefined} style={style} {...attributes} {...listeners} role="listitem" aria-label={nameOf(object, row)}>
      <Link to={`/o/${object.name}/${row.id}`} draggable={false}>{nameOf(object, row)}</Link>
      {fields.map((field) => {
        const { Display } = kindOf(field);
        const value = row[field.name];
        return value === null || value === undefined ? null : <div key={field.name} className="board-value"><Display field={field} value={value} dense /></div>;
      })}
    </li>
  );
}
