import { DAY, type Span } from "../dates/spans";

/** What is laid out in time. */
export interface Laid {
  id: string;
  span: Span;
}

/** The part of something that lies in a week: on which days, in which row. */
export interface Piece<Item extends Laid> {
  item: Item;
  column: number;
  width: number;
  lane: number;
  /** Whether it goes on before or after the week. */
  opens: boolean;
  closes: boolean;
}

/** Lay what touches a week into rows, so that nothing lies over another: early before late, long before short. */
export function lanesOf<Item extends Laid>(items: readonly Item[], from: number, days = 7): readonly Piece<Item>[] {
  const to = from + days * DAY;
  const touching = items.filter(({ span }) => span.from < to && span.to > from);
  const ordered = [...touching].sort((one, other) => firstDay(one, from) - firstDay(other, from) || lastDay(other, to) - lastDay(one, to) || one.span.from - other.span.from);
  const ends: number[] = []; // where each row is free again
  return ordered.map((item) => {
    const column = firstDay(item, from);
    const after = (lastDay(item, to) - from) / DAY;
    const free = ends.findIndex((end) => end <= column);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = after;
    return { item, column, width: after - column, lane, opens: item.span.from < from, closes: item.span.to > to };
  });
}

const firstDay = ({ span }: Laid, from: number): number => Math.max(0, Math.floor((span.from - from) / DAY));
const lastDay = ({ span }: Laid, to: number): number => Math.min(to, Math.ceil(span.to / DAY) * DAY);

/** The pieces that fit into some rows, and how many of each day do not. */
export function fitted<Item extends Laid>(pieces: readonly Piece<Item>[], rows: number, days = 7): { seen: readonly Piece<Item>[]; hidden: readonly number[] } {
  const needed = pieces.reduce((most, { lane }) => Math.max(most, lane + 1), 0);
  const kept = needed <= rows ? rows : Math.max(0, rows - 1); // the last row says how many more there are
  const over = pieces.filter(({ lane }) => lane >= kept);
  const hidden = Array.from({ length: days }, (_, day) => over.filter(({ column, width }) => column <= day && day < column + width).length);
  return { seen: pieces.filter(({ lane }) => lane < kept), hidden };
}

/** Something within a day, beside what is at the same time. */
export interface Slot<Item extends Laid> {
  item: Item;
  from: number;
  to: number;
  column: number;
  columns: number;
}

const LEAST = 30 * 60_000; // what is shorter is drawn as long as this

/** Lay what touches a day side by side where it is at the same time. */
export function slotsOf<Item extends Laid>(items: readonly Item[], day: number): readonly Slot<Item>[] {
  const inside = items.filter(({ span }) => span.from < day + DAY && span.to > day).map((item) => {
    const from = Math.min(Math.max(item.span.from, day), day + DAY - LEAST);
    return { item, from, to: Math.max(Math.min(item.span.to, day + DAY), from + LEAST) };
  });
  inside.sort((one, other) => one.from - other.from || other.to - one.to);
  const slots: Slot<Item>[] = [];
  let cluster: Slot<Item>[] = [];
  let clusterEnd = Number.NEGATIVE_INFINITY;
  for (const piece of inside) {
    if (piece.from >= clusterEnd) cluster = [];
    const taken = new Set(cluster.filter(({ to }) => to > piece.from).map(({ column }) => column));
    const column = [...Array(cluster.length + 1).keys()].find((at) => !taken.has(at)) ?? 0;
    const slot = { ...piece, column, columns: 1 };
    cluster.push(slot);
    slots.push(slot);
    const columns = Math.max(...cluster.map((each) => each.column)) + 1;
    for (const each of cluster) each.columns = columns;
    clusterEnd = Math.max(...cluster.map(({ to }) => to));
  }
  return slots;
}

/** Things at one time that have no room beside the others. */
export interface Crowd<Item extends Laid> {
  from: number;
  to: number;
  items: readonly Item[];
}

/** The slots of which each still has room to be read, and in the last column the times at which there are more. */
export function roomy<Item extends Laid>(slots: readonly Slot<Item>[], most: number): { seen: readonly Slot<Item>[]; crowds: readonly Crowd<Item>[] } {
  const fits = ({ column, columns }: Slot<Item>): boolean => columns <= most || column < most - 1;
  const seen = slots.filter(fits).map((slot) => ({ ...slot, columns: Math.min(slot.columns, most) }));
  const crowds: Crowd<Item>[] = [];
  for (const { item, from, to } of slots.filter((slot) => !fits(slot))) {
    const last = crowds.at(-1);
    if (last === undefined || from >= last.to) crowds.push({ from, to, items: [item] });
    else crowds[crowds.length - 1] = { from: last.from, to: Math.max(last.to, to), items: [...last.items, item] };
  }
  return { seen, crowds };
}
