import type { Spot } from "./projection";

/** Something at a spot. */
export interface Placed {
  id: string;
  spot: Spot;
}

/** What is so close that it is drawn as one. */
export interface Cluster<Item extends Placed> {
  key: string;
  spot: Spot;
  items: readonly Item[];
}

// Pixels: the side of a square, how close two touch, how high and long a name is.
const APART = 46;
const TOUCHING = 34;
const LINE = 24;
const NAME = 150;

/** Draw together what is close on the screen: first by squares that stay where the map is pushed, then what of them still touches. */
export function clustersOf<Item extends Placed>(items: readonly Item[], near: number): readonly Cluster<Item>[] {
  const squares = new Map<string, Item[]>();
  for (const item of items) {
    const [x, y] = item.spot;
    const key = `${Math.floor((x * near) / APART)} ${Math.floor((y * near) / APART)}`;
    const square = squares.get(key);
    if (square) square.push(item);
    else squares.set(key, [item]);
  }
  const parted: Cluster<Item>[] = [];
  for (const found of squares.values()) {
    const cluster = together(found);
    const at = parted.findIndex(({ spot }) => Math.hypot(spot[0] - cluster.spot[0], spot[1] - cluster.spot[1]) * near < TOUCHING);
    const touched = parted[at];
    if (touched) parted[at] = together([...touched.items, ...found]);
    else parted.push(cluster);
  }
  return parted;
}

function together<Item extends Placed>(items: readonly Item[]): Cluster<Item> {
  const mean = (axis: 0 | 1) => items.reduce((sum, { spot }) => sum + spot[axis], 0) / items.length;
  return { key: `${items[0]?.id ?? ""} ${items.length}`, spot: [mean(0), mean(1)], items };
}

/** The single ones whose names have room beside them: no other one stands there, nor another name. */
export function named<Item extends Placed>(clusters: readonly Cluster<Item>[], near: number): ReadonlySet<string> {
  const taken: Spot[] = [];
  const found = new Set<string>();
  for (const { key, spot: [x, y], items } of clusters) {
    const beside = ([otherX, otherY]: Spot) => Math.abs(otherY - y) * near < LINE && (otherX - x) * near > -NAME && (otherX - x) * near < NAME;
    if (items.length > 1 || taken.some(beside)) continue;
    if (clusters.some((other) => other.key !== key && (other.spot[0] - x) * near > 0 && beside(other.spot))) continue;
    taken.push([x, y]);
    found.add(key);
  }
  return found;
}

/** Whether all are at the same place, so that coming nearer would not part them. */
export const inseparable = (items: readonly Placed[]): boolean =>
  items.every(({ spot }) => spot[0] === items[0]?.spot[0] && spot[1] === items[0]?.spot[1]);
