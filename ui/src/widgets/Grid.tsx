import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, type CSSProperties, type MouseEvent, type ReactNode } from "react";

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

export interface GridProps<Row extends { id: string }> {
  words: GridWords;
  columns: readonly GridColumn[];
  rows: readonly Row[];
  cell: (row: Row, column: GridColumn) => ReactNode;
  editable: (column: GridColumn) => boolean;
  /** What stands in a cell while it is edited. */
  editor: (row: Row, column: GridColumn) => ReactNode;
  editing: { row: string; column: string } | null;
  onEdit: (row: Row, column: GridColumn) => void;
  current: number;
  onCurrent: (index: number) => void;
  selected: ReadonlySet<string>;
  onSelect: (ids: readonly string[], chosen: boolean) => void;
  onOpen: (row: Row) => void;
  onSort: (column: GridColumn, also: boolean) => void;
  onResize: (column: GridColumn, width: number) => void;
  /** Called when the last row comes near, as long as there are more. */
  onNearEnd: (() => void) | null;
  /** Rows in a row that are of the same group stand below one head. */
  group?: { of: (row: Row) => string; head: (row: Row) => ReactNode } | null;
  footer?: ReactNode;
}

const ROW = 36;
const SELECT_WIDTH = 40;
const LEAST_WIDTH = 64;
const NEAR = 15;

/** A table that draws only the rows in sight; it knows nothing of what its rows are. */
export function Grid<Row extends { id: string }>(props: GridProps<Row>) {
  const { columns, rows, onNearEnd, current } = props;
  const box = useRef<HTMLDivElement>(null);
  const lines = useLines(rows, props.group ?? null);
  const virtual = useVirtualizer({
    count: lines.length, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: 12, getItemKey: (index) => lines[index]?.key ?? index,
  });
  const items = virtual.getVirtualItems();
  const last = lines[items.at(-1)?.index ?? 0]?.index ?? 0;
  useEffect(() => {
    if (onNearEnd !== null && last >= rows.length - NEAR) onNearEnd();
  }, [last, rows.length, onNearEnd]);
  useEffect(() => {
    if (current >= 0) virtual.scrollToIndex(lines.findIndex((line) => !line.head && line.index === current), { align: "auto" });
  }, [current, virtual]); // eslint-disable-line react-hooks/exhaustive-deps -- more lines do not scroll

  const style: CSSProperties & Record<"--columns", string> = {
    "--columns": [`${SELECT_WIDTH}px`, ...columns.map(({ width }) => `${width}px`), "minmax(0, 1fr)"].join(" "),
  };
  const all = rows.length > 0 && rows.every((row) => props.selected.has(row.id));
  return (
    <div className="grid" ref={box} style={style} role="grid" aria-label={props.words.label} aria-rowcount={-1} aria-multiselectable tabIndex={0}>
      <div className="grid-head" role="row">
        <div role="columnheader" className="grid-select">
          <input
            type="checkbox" aria-label={props.words.selectAll} checked={all}
            onChange={(event) => props.onSelect(rows.map(({ id }) => id), event.currentTarget.checked)}
          />
        </div>
        {columns.map((column) => <Head key={column.id} column={column} {...props} />)}
        <div role="presentation" />
      </div>
      <div className="grid-body" style={{ height: virtual.getTotalSize() }} role="presentation">
        {items.map((item) => {
          const line = lines[item.index];
          const row = line && rows[line.index];
          if (line === undefined || row === undefined) return null;
          const place = { transform: `translateY(${item.start}px)` };
          if (line.head) return <div key={item.key} className="grid-group" role="row" style={place}><div role="gridcell">{props.group?.head(row)}</div></div>;
          return (
            <div
              key={item.key} role="row" aria-rowindex={line.index + 2} aria-selected={props.selected.has(row.id)} className="grid-row"
              data-current={line.index === current || undefined} style={place}
              onClick={(event) => isPlain(event) && (props.onCurrent(line.index), props.onOpen(row))}
            >
              <div role="gridcell" className="grid-select" onClick={(event) => event.stopPropagation()}>
                <input
                  type="checkbox" aria-label={props.words.select} checked={props.selected.has(row.id)}
                  onChange={(event) => props.onSelect([row.id], event.currentTarget.checked)}
                />
              </div>
              {columns.map((column) => {
                const edited = props.editing?.row === row.id && props.editing.column === column.id;
                return (
                  <div
                    key={column.id} role="gridcell" data-align={column.align} data-edited={edited || undefined}
                    data-editable={props.editable(column) || undefined} aria-readonly={!props.editable(column)}
                    onClick={(event) => edited && event.stopPropagation()}
                  >
                    {edited ? props.editor(row, column) : props.cell(row, column)}
                    {!edited && props.editable(column) && (
                      <button
                        type="button" tabIndex={-1} className="grid-edit" aria-label={column.title}
                        onClick={(event) => { event.stopPropagation(); props.onCurrent(line.index); props.onEdit(row, column); }}
                      ><Icon name="edit" size={13} /></button>
                    )}
                  </div>
                );
              })}
              <div role="presentation" />
            </div>
          );
        })}
      </div>
      {props.footer && <div className="grid-foot">{props.footer}</div>}
    </div>
  );
}

interface Line {
  key: string;
  /** The row, or the first one below the head. */
  index: number;
  head: boolean;
}

/** The rows, and the heads of their groups between them. */
function useLines<Row extends { id: string }>(rows: readonly Row[], group: GridProps<Row>["group"] | null): readonly Line[] {
  const of = group?.of;
  return useMemo(() => rows.flatMap((row, index): Line[] => {
    const line = { key: row.id, index, head: false };
    const before = rows[index - 1];
    const begins = of !== undefined && (before === undefined || of(before) !== of(row));
    return begins ? [{ key: `head of ${row.id}`, index, head: true }, line] : [line];
  }), [rows, of]);
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
