import { useMediaQuery } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type CSSProperties, type MouseEvent, type ReactNode, type RefObject } from "react";

import { Icon } from "./Icon";
import "./grid.css";

export interface GridColumn {
  id: string;
  title: string;
  width: number;
  align: "start" | "end";
  sort: "ascending" | "descending" | null;
  sortable: boolean;
}

export interface GridWords {
  label: string;
  select: string;
  selectAll: string;
  resize: string;
}

/** Rows of which some may not be there as yet. */
export interface GridRows<Row> {
  /** Changes when they are others from the first on. */
  key: string;
  count: number;
  at: (index: number) => Row | undefined;
}

export interface GridProps<Row extends { id: string }> {
  words: GridWords;
  columns: readonly GridColumn[];
  rows: GridRows<Row>;
  cell: (row: Row, column: GridColumn) => ReactNode;
  editable: (column: GridColumn) => boolean;
  /** What stands in a cell while it is edited. */
  editor: (row: Row, column: GridColumn) => ReactNode;
  editing: { row: string; column: string } | null;
  onEdit: (row: Row, column: GridColumn) => void;
  current: number;
  onCurrent: (index: number) => void;
  selected: { has: (id: string) => boolean };
  onSelect: (row: Row, chosen: boolean) => void;
  /** Whether all rows that are there are selected. */
  whole: boolean;
  onSelectAll: (chosen: boolean) => void;
  onOpen: (row: Row) => void;
  onSort: (column: GridColumn, also: boolean) => void;
  onResize: (column: GridColumn, width: number) => void;
  /** Told about which rows are in sight, the first and the last. */
  onRange: (first: number, last: number) => void;
  /** Rows in a row that are of the same group stand below one head. */
  group?: { of: (row: Row) => string; head: (row: Row) => ReactNode } | null;
  footer?: ReactNode;
}

const ROW = 36;
const STACKED_ROW = 58;
const NARROW = "(max-width: 760px)"; // where columns have no room beside each other: rows are stacked of two lines
// The same functions each time: for another one all rows would be measured anew, of which there may be 100,000.
const rowHeight = () => ROW;
const stackedHeight = () => STACKED_ROW;
const STEP = 20; // rows between two tellings of what is in sight
const SELECT_WIDTH = 40;
const LEAST_WIDTH = 64;

/** A table that draws only the rows in sight; it knows nothing of what its rows are. */
export function Grid<Row extends { id: string }>(props: GridProps<Row>) {
  const { columns, rows, onRange, current } = props;
  const box = useRef<HTMLDivElement>(null);
  const live = useRef(props);
  useLayoutEffect(() => { live.current = props; });
  const stacked = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false }) ?? false;
  const lines = linesOf(rows, props.group ?? null);
  const lineHeight = (line: number) => (lines.at(line).head || !stacked ? ROW : STACKED_ROW);
  const virtual = useVirtualizer({
    count: lines.count, getScrollElement: () => box.current, estimateSize: props.group ? lineHeight : stacked ? stackedHeight : rowHeight, overscan: 12, getItemKey: lines.key,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [lines.at(items[0]?.index ?? 0).index, lines.at(items.at(-1)?.index ?? 0).index];
  const [from, to] = [Math.floor(first / STEP) * STEP, Math.ceil(last / STEP) * STEP];
  useEffect(() => onRange(from, to), [from, to, onRange]);
  const place = useEffectEvent((index: number) => virtual.scrollToIndex(lines.of(index), { align: "auto" }));
  useEffect(() => {
    if (current >= 0) place(current);
  }, [current]);
  const drawn = useRef(rows.key);
  useLayoutEffect(() => { // other rows begin at the first
    if (drawn.current !== rows.key && box.current) box.current.scrollTop = 0;
    drawn.current = rows.key;
  }, [rows.key]);

  const style: CSSProperties & Record<"--columns" | "--width", string> = {
    "--columns": [`${SELECT_WIDTH}px`, ...columns.map(({ width }) => `${width}px`), "minmax(0, 1fr)"].join(" "),
    "--width": `${columns.reduce((sum, { width }) => sum + width, SELECT_WIDTH)}px`,
  };
  return (
    <div className="grid" ref={box} data-kept="rows" data-stacked={stacked || undefined} style={style} role="grid" aria-label={props.words.label} aria-rowcount={rows.count + 1} aria-multiselectable tabIndex={0}>
      <div className="grid-head" role="row">
        <div role="columnheader" className="grid-select">
          <input
            type="checkbox" aria-label={props.words.selectAll} checked={props.whole}
            onChange={(event) => props.onSelectAll(event.currentTarget.checked)}
          />
        </div>
        {columns.map((column) => <Head key={column.id} column={column} {...props} />)}
        <div role="presentation" />
      </div>
      <div className="grid-body" style={{ height: virtual.getTotalSize() }} role="presentation">
        {items.map((item) => {
          const line = lines.at(item.index);
          const row = rows.at(line.index);
          const place = { transform: `translateY(${item.start}px)` };
          if (row === undefined) return <div key={item.key} className="grid-row grid-blank" role="row" aria-busy style={place}><div role="gridcell" className="grid-select" /><div role="gridcell"><i /></div></div>;
          if (line.head) return <div key={item.key} className="grid-group" role="row" style={place}><div role="gridcell">{props.group?.head(row)}</div></div>;
          const edited = props.editing?.row === row.id ? props.editing.column : null;
          return <Line key={item.key} live={live} columns={columns} cell={props.cell} editable={props.editable} select={props.words.select} row={row} index={line.index} start={item.start} selected={props.selected.has(row.id)} current={line.index === current} edited={edited} />;
        })}
      </div>
      {props.footer && <div className="grid-foot">{props.footer}</div>}
    </div>
  );
}

interface LineProps<Row extends { id: string }> {
  /** What the grid was given last; for what is done on a row, not for how it is drawn. */
  live: RefObject<GridProps<Row>>;
  columns: readonly GridColumn[];
  cell: GridProps<Row>["cell"];
  editable: GridProps<Row>["editable"];
  select: string;
  row: Row;
  index: number;
  start: number;
  selected: boolean;
  current: boolean;
  /** The column that is edited. */
  edited: string | null;
}

function LineOf<Row extends { id: string }>({ live, columns, cell, editable, select, row, index, start, selected, current, edited }: LineProps<Row>) {
  const [near, setNear] = useState(false);
  return (
    <div
      role="row" aria-rowindex={index + 2} aria-selected={selected} className="grid-row" data-current={current || undefined}
      style={{ transform: `translateY(${start}px)` }} onPointerEnter={() => setNear(true)}
      onClick={(event) => isPlain(event) && (live.current.onCurrent(index), live.current.onOpen(row))}
    >
      <div role="gridcell" className="grid-select" onClick={(event) => event.stopPropagation()}>
        <input type="checkbox" aria-label={select} checked={selected} onChange={(event) => live.current.onSelect(row, event.currentTarget.checked)} />
      </div>
      {columns.map((column) => {
        const editing = edited === column.id;
        const may = editable(column);
        return (
          <div
            key={column.id} role="gridcell" data-align={column.align} data-edited={editing || undefined} data-editable={may || undefined} aria-readonly={!may}
            onClick={editing ? stay : undefined}
          >
            {editing ? live.current.editor(row, column) : cell(row, column)}
            {!editing && may && near && (
              <button
                type="button" tabIndex={-1} className="grid-edit" aria-label={column.title}
                onClick={(event) => { event.stopPropagation(); live.current.onCurrent(index); live.current.onEdit(row, column); }}
              ><Icon name="edit" size={13} /></button>
            )}
          </div>
        );
      })}
      <div role="presentation" />
    </div>
  );
}

const stay = (event: MouseEvent) => event.stopPropagation();

/** A row, drawn anew when something of its own changes; its pencils are there once it was pointed at. */
const Line = memo(LineOf) as typeof LineOf;

interface LinePlace {
  key: string | number;
  /** The row, or the first one below the head. */
  index: number;
  head: boolean;
}

interface Lines {
  count: number;
  at: (line: number) => LinePlace;
  /** The key of a line; the same function while the lines are the same. */
  key: (line: number) => string | number;
  /** The line of a row. */
  of: (index: number) => number;
}

const UNGROUPED = { at: (index: number) => ({ key: index, index, head: false }), key: (index: number) => index, of: (index: number) => index };
const BEYOND: LinePlace = { key: "beyond", index: 0, head: false };

/** The rows, and the heads of their groups between them. */
function linesOf<Row extends { id: string }>(rows: GridRows<Row>, group: GridProps<Row>["group"] | null): Lines {
  if (group === null || group === undefined) return { count: rows.count, ...UNGROUPED };
  const lines = Array.from({ length: rows.count }, (_, index) => index).flatMap((index): LinePlace[] => {
    const [row, before] = [rows.at(index), rows.at(index - 1)];
    if (row === undefined) return [];
    const line = { key: row.id, index, head: false };
    const begins = before === undefined || group.of(before) !== group.of(row);
    return begins ? [{ key: `head of ${row.id}`, index, head: true }, line] : [line];
  });
  const at = (line: number) => lines[line] ?? BEYOND;
  return { count: lines.length, at, key: (line) => at(line).key, of: (index) => lines.findIndex((line) => !line.head && line.index === index) };
}

/** Whether a click opens: one on a link or with text marked does not. */
function isPlain(event: MouseEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  return target?.closest("a, button, input") === null && (getSelection()?.isCollapsed ?? true);
}

interface HeadProps {
  column: GridColumn;
  words: GridWords;
  onSort: (column: GridColumn, also: boolean) => void;
  onResize: (column: GridColumn, width: number) => void;
}

function Head({ column, words, onSort, onResize }: HeadProps) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const resized = (x: number) => Math.max(LEAST_WIDTH, (from.current?.width ?? column.width) + x - (from.current?.x ?? x));
  return (
    <div role="columnheader" aria-sort={column.sort ?? "none"} data-align={column.align}>
      <button type="button" className="grid-sort" disabled={!column.sortable} onClick={(event) => onSort(column, event.shiftKey)}>
        <span className="clip">{column.title}</span>
        {column.sort && <Icon name={column.sort === "ascending" ? "arrow_up" : "arrow_down"} size={13} />}
      </button>
      <div
        className="grid-resize" role="separator" aria-orientation="vertical" aria-label={words.resize} aria-valuenow={Math.round(column.width)}
        aria-valuemin={LEAST_WIDTH} aria-valuemax={960} tabIndex={-1}
        onPointerDown={(event) => {
          from.current = { x: event.clientX, width: column.width };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => from.current && onResize(column, resized(event.clientX))}
        onPointerUp={() => { from.current = null; }}
      />
    </div>
  );
}
