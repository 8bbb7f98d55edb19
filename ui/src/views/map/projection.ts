import { geoMercator } from "d3-geo";

/** The width of the whole earth before it is made nearer. */
export const WORLD = 1_000;
const FARTHEST_NORTH = 84; // beyond which Mercator has no end

const mercator = geoMercator().scale(WORLD / (2 * Math.PI)).translate([WORLD / 2, WORLD / 2]);

/** A place on earth by its degrees. */
export type Point = readonly [longitude: number, latitude: number];
/** A place on the flat earth, in its units. */
export type Spot = readonly [x: number, y: number];

/** What of the earth is in sight: the spot in the middle, and how many pixels a unit has. */
export interface Sight {
  x: number;
  y: number;
  near: number;
}

export interface Size {
  width: number;
  height: number;
}

export const LEAST_NEAR = 0.35;
export const MOST_NEAR = 600;

const within = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);

export function spotOf([longitude, latitude]: Point): Spot {
  const [x = 0, y = 0] = mercator([longitude, within(latitude, -FARTHEST_NORTH, FARTHEST_NORTH)]) ?? [];
  return [x, y];
}

export function pointOf([x, y]: Spot): Point {
  const [longitude = 0, latitude = 0] = mercator.invert?.([x, y]) ?? [];
  return [within(longitude, -180, 180), within(latitude, -90, 90)];
}

/** Where a spot is on the screen. */
export const onScreen = ([x, y]: Spot, sight: Sight, { width, height }: Size): Spot =>
  [(x - sight.x) * sight.near + width / 2, (y - sight.y) * sight.near + height / 2];

/** What is in sight after it was pushed along by pixels; the earth is not pushed out of it. */
export const pushed = (sight: Sight, x: number, y: number): Sight =>
  ({ ...sight, x: within(sight.x - x / sight.near, 0, WORLD), y: within(sight.y - y / sight.near, 0, WORLD) });

/** What is in sight after it came nearer by a factor, with one place on the screen staying where it is. */
export function nearer(sight: Sight, by: number, [px, py]: Spot, { width, height }: Size): Sight {
  const near = within(sight.near * by, LEAST_NEAR, MOST_NEAR);
  const [dx, dy] = [px - width / 2, py - height / 2];
  return pushed({ x: sight.x + dx / sight.near - dx / near, y: sight.y + dy / sight.near - dy / near, near }, 0, 0);
}

const MARGIN = 0.8;
const NEAR_ALL = 40; // nearer, a coast would hardly tell where one is

/** The sight in which all of some spots are; the whole earth where there are none. */
export function sightOf(spots: readonly Spot[], { width, height }: Size, most = NEAR_ALL): Sight {
  if (spots.length === 0) return { x: WORLD / 2, y: WORLD * 0.42, near: Math.max(width / WORLD, LEAST_NEAR) };
  const [xs, ys] = [spots.map(([x]) => x), spots.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const near = Math.min((width * MARGIN) / (right - left || 1e-9), (height * MARGIN) / (bottom - top || 1e-9), most);
  return { x: (left + right) / 2, y: (top + bottom) / 2, near: within(near, LEAST_NEAR, MOST_NEAR) };
}

/** The degrees between which the screen lies: west, south, east, north. */
export function boundsOf(sight: Sight, { width, height }: Size): readonly [number, number, number, number] {
  const [w, h] = [width / 2 / sight.near, height / 2 / sight.near];
  const [west, north] = pointOf([sight.x - w, sight.y - h]);
  const [east, south] = pointOf([sight.x + w, sight.y + h]);
  return sight.x - w <= 0 || sight.x + w >= WORLD ? [-180, south, 180, north] : [west, south, east, north];
}

/** What is in sight as an address writes it, and back; null for what is none. */
export function sightText(sight: Sight): { at: string; scale: string } {
  const [longitude, latitude] = pointOf([sight.x, sight.y]);
  return { at: `${longitude.toFixed(3)},${latitude.toFixed(3)}`, scale: sight.near.toPrecision(3) };
}

export function sightIn(at: string | null, scale: string | null): Sight | null {
  const [longitude = Number.NaN, latitude = Number.NaN] = (at ?? "").split(",").map(Number);
  const near = Number(scale ?? Number.NaN);
  if (![longitude, latitude, near].every(Number.isFinite)) return null;
  const [x, y] = spotOf([within(longitude, -180, 180), latitude]);
  return { x, y, near: within(near, LEAST_NEAR, MOST_NEAR) };
}
