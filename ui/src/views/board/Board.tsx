import { DndContext, KeyboardSensor, MeasuringStrategy, MouseSensor, TouchSensor, useDraggable, useDroppable, useSensor, useSensors, type DragEndEvent, type UniqueIdentifier } from "@dnd-kit/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { nameOf } from "../../core/finding";
import { groupKey, measureKey, useGroups } from "../../core/grouping";
import { sortText } from "../../core/listing";
import { fieldOf, may, type FieldMeta, type ObjectMeta } from "../../core/metadata";
import { Problem } from "../../core/problem";
import { inOneCurrency, type RecordRow, type Value } from "../../core/records";
import { valueAt, type Shown } from "../../core/views";
import { kindOf } from "../../fields/registry";
import { State } from "../../widgets/State";
import { tellDone, tellProblem, tellRefused } from "../../widgets/telling";
import { Waiting } from "../../widgets/Waiting";
import { gateOf, type Gate } from "../../core/gates";
import { columnField } from "./columnField";
import { columnAside, useSpeech } from "./keys";
import { Empty } from "../list/Empty";
import { Unread } from "../list/Unread";
import type { LaidOut } from "../list/waysOut";
import { useCards, useMove } from "./useBoard";
import "./board.css";

/** What the heads of the columns sum up: what the view does, else the first field that may be summed. */
function summedField(object: ObjectMeta, { summaries }: Shown): FieldMeta | undefined {
  const told = summaries.find((summary) => summary.function === "sum");
  return told ? fieldOf(object, told.field) : object.fields.find((item) => kindOf(item).sums && !item.masked && item.filterable);
}

/** The records as cards in a column for each value of a field; moving a card changes the value. */
export function Board(props: LaidOut) {
  const { t } = useTranslation();
  const field = columnField(props.object, props.shown);
  if (!field) return <State title={t("board.noField")} />;
  return <Columns {...props} field={field} />;
}

function Columns(props: LaidOut & { field: FieldMeta }) {
  const { object, field, listing, shown, onChange } = props;
  const { t } = useTranslation();
  const [moving, setMoving] = useState<RecordRow | null>(null);
  const { narrowing } = shown;
  const cardFields = shown.columns.map((column) => column.field).filter((item) => item.name !== field.name && item.name !== object.name_field);
  const summed = summedField(object, shown);
  const values = (field.values ?? []).filter(({ active }) => active !== false);
  const cards = useCards(object, [...cardFields, field, ...gateFields(object)], field, values.map(({ name }) => name), narrowing, sortText(shown.sort));
  const groups = useGroups(object, field, summed ? [`sum:${summed.name}`] : [], narrowing);
  const move = useMove(object, field);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: columnAside }),
  );

  const labelOf = useCallback((column: UniqueIdentifier) => field.values?.find(({ name }) => name === column)?.label ?? String(column), [field]);
  const nameOfCard = useCallback((data: unknown) => (isCard(data) ? nameOf(object, data.row) : ""), [object]);
  const speech = useSpeech(labelOf, nameOfCard);

  const drop = async (event: DragEndEvent) => {
    setMoving(null);
    const row: unknown = event.active.data.current?.["row"];
    const to = event.over?.id;
    if (!isRow(row) || typeof to !== "string" || row[field.name] === to) return;
    const before = row[field.name];
    const tell = (cause: unknown) => tellProblem(cause, t("state.unreachable"));
    try {
      const moved = await move(row, to);
      tellDone(t("board.moved", { to: labelOf(to) }), { label: t("act.undo"), act: () => void move(moved, before).catch(tell) });
    } catch (cause) {
      const lacking = cause instanceof Problem ? cause.entries.filter(({ code }) => code === LACKS) : [];
      if (cause instanceof Problem && lacking.length > 0) {
        // At no input, words must say which field they are about.
        const fields = lacking.map(({ field: name }) => fieldOf(object, name ?? "")?.label ?? name).join(t("board.comma"));
        const others = cause.entries.filter((entry) => !lacking.includes(entry)).map(({ message }) => message);
        tellRefused([...others, t("board.refused", { to: labelOf(to), fields })].join(" "));
      } else tell(cause);
    }
  };

  const unread = cards.find(({ error, data }) => error !== null && data === undefined);
  if (unread) return <Unread cause={unread.error} onRetry={() => cards.forEach(({ refetch }) => void refetch())} listing={listing} onChange={onChange} />;
  if (groups.size === 0 && cards.every(({ data }) => data?.data.length === 0)) return <Empty {...props} />;
  return (
    <DndContext
      sensors={sensors} autoScroll={SCROLLED} accessibility={speech} measuring={MEASURED} onDragCancel={() => setMoving(null)} onDragEnd={(event) => void drop(event)}
      onDragStart={({ active }) => { const row: unknown = active.data.current?.["row"]; if (isRow(row)) setMoving(row); }}
    >
      <div className="board" data-kept="board" role="group" aria-label={t("board.label", { plural: object.plural, field: field.label })}>
        {values.map((value, index) => (
          <Column
            key={value.name} object={object} field={field} value={value.name} label={value.label} colour={value.colour ?? null}
            cardFields={cardFields} rows={cards[index]?.data?.data} summed={summed} measured={groups.get(groupKey(value.name))}
            gate={moving && gateOf(object, moving, value.name)}
          />
        ))}
      </div>
    </DndContext>
  );
}

// A column at the edge is reached before the board scrolls away below the card.
const SCROLLED = { threshold: { x: 0.06, y: 0.12 } };
// The columns scroll while a card is carried by keys.
const MEASURED = { droppable: { strategy: MeasuringStrategy.Always } };

const LACKS = "required_for_state";

const isCard = (data: unknown): data is { row: RecordRow } => typeof data === "object" && data !== null && "row" in data && isRow(data.row);
const isRow = (value: unknown): value is RecordRow => typeof value === "object" && value !== null && "id" in value;

interface ColumnProps {
  object: ObjectMeta;
  field: FieldMeta;
  value: string;
  label: string;
  colour: string | null;
  cardFields: readonly FieldMeta[];
  /** The cards, once they are known. */
  rows: readonly RecordRow[] | undefined;
  summed: FieldMeta | undefined;
  measured: Readonly<Record<string, Value>> | undefined;
  /** What stands between the card that is being moved and this column. */
  gate: Gate | null;
}

function Column(props: ColumnProps) {
  const { object, field, value, cardFields, rows, measured, summed, gate } = props;
  const { t, i18n } = useTranslation();
  const { setNodeRef, isOver } = useDroppable({ id: value, disabled: gate?.open === false });
  const Sum = summed && kindOf(summed).Display;
  const missing = gate?.missing.map((name) => fieldOf(object, name)?.label ?? name).join(t("board.comma"));
  const count = Number(measured?.["count"] ?? 0);
  const rest = rows === undefined ? 0 : count - rows.length;
  return (
    <section className="board-column" ref={setNodeRef} data-over={isOver || undefined} data-closed={gate?.open === false || undefined} aria-label={props.label}>
      <header>
        <span className="board-dot" data-colour={props.colour ?? "grey"} aria-hidden />
        <h2 className="clip">{props.label}</h2>
        <span className="quiet numeric">{count.toLocaleString(i18n.language)}</span>
        {summed && Sum && measured && (
          <span className="board-sum quiet numeric"><Sum field={inOneCurrency(summed)} value={measured[measureKey({ field: summed.name, function: "sum" })]} dense /></span>
        )}
      </header>
      {gate?.open && gate.missing.length > 0 && <p className="board-gate">{t("board.needs", { fields: missing })}</p>}
      {rows === undefined && <Waiting lines={3} />}
      <ul>
        {rows?.map((row) => <Card key={row.id} object={object} row={row} fields={cardFields} fixed={!field.writable || !may(object, "update")} />)}
      </ul>
      {rows?.length === 0 && <p className="quiet board-none">{t("board.none")}</p>}
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
  const { t } = useTranslation();
  const { setNodeRef, attributes, listeners, transform, isDragging } = useDraggable({ id: row.id, data: { row }, disabled: fixed, attributes: { roleDescription: t("board.card") } });
  const style = transform ? { transform: `translate(${transform.x}px, ${transform.y}px)` } : undefined;
  return (
    <li ref={setNodeRef} className="board-card" data-dragging={isDragging || undefined} style={style} {...attributes} {...listeners} onDragStart={(event) => event.preventDefault()} role="listitem" aria-label={nameOf(object, row)}>
      <Link to={`/o/${object.name}/${row.id}`} draggable={false}>{nameOf(object, row)}</Link>
      {fields.map((field) => {
        const { Display } = kindOf(field);
        const value = valueAt(row, field.name);
        return value === null || value === undefined ? null : <div key={field.name} className="board-value"><Display field={field} value={value} row={row} dense /></div>;
      })}
    </li>
  );
}
