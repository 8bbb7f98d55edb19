import { expect, test } from "vitest";

import { clustersOf, inseparable, named } from "./clusters";
import { boundsOf, MOST_NEAR, nearer, onScreen, pointOf, pushed, sightIn, sightOf, sightText, spotOf, WORLD, type Point } from "./projection";

const SIZE = { width: 800, height: 600 };
const [BEIJING, SHANGHAI, ROTTERDAM]: readonly [Point, Point, Point] = [[116.4, 39.9], [121.5, 31.2], [4.5, 51.9]];
const rounded = (numbers: readonly number[]) => numbers.map((number) => Math.round(number * 100) / 100);

test("a place on earth is found again from where it is drawn, and none is out of the map", () => {
  expect(rounded(pointOf(spotOf(BEIJING)))).toEqual([116.4, 39.9]);
  expect([spotOf([0, 90])[1] > 0, spotOf([0, -90])[1] < WORLD, rounded(spotOf([0, 0]))]).toEqual([true, true, [500, 500]]);
});

test("what comes nearer stays below the pointer", () => {
  const sight = sightOf([spotOf(BEIJING), spotOf(SHANGHAI)], SIZE);
  const before = onScreen(spotOf(SHANGHAI), sight, SIZE);
  expect(rounded(onScreen(spotOf(SHANGHAI), nearer(sight, 2, before, SIZE), SIZE))).toEqual(rounded(before));
  expect(nearer(sight, 1e9, before, SIZE).near).toBe(MOST_NEAR);
});

test("all places are in sight at first, and the earth is not pushed out of it", () => {
  const sight = sightOf([BEIJING, SHANGHAI, ROTTERDAM].map(spotOf), SIZE);
  const seen = [BEIJING, SHANGHAI, ROTTERDAM].map((point) => onScreen(spotOf(point), sight, SIZE));
  expect(seen.every(([x, y]) => x >= 0 && x <= SIZE.width && y >= 0 && y <= SIZE.height)).toBe(true);
  expect([pushed(sight, 1e9, 0).x, pushed(sight, -1e9, 0).x, sightOf([spotOf(BEIJING)], SIZE).near]).toEqual([0, WORLD, 40]);
});

test("the records are asked for between the degrees that are in sight", () => {
  const [west, south, east, north] = boundsOf(sightOf([spotOf(BEIJING)], SIZE), SIZE);
  expect([west < 116.4, south < 39.9, east > 116.4, north > 39.9, west > 100, east < 130]).toEqual(Array(6).fill(true));
  expect(boundsOf(sightOf([], SIZE), SIZE).slice(0, 3).filter((_, index) => index !== 1)).toEqual([-180, 180]);
});

test("an address keeps what is in sight, and one that says none is not followed", () => {
  const sight = sightOf([spotOf(BEIJING)], SIZE);
  const { at, scale } = sightText(sight);
  const read = sightIn(at, scale);
  expect(read && rounded([read.x, read.y, read.near])).toEqual(rounded([sight.x, sight.y, sight.near]));
  expect([sightIn("116.4", "4"), sightIn("a,b", "4"), sightIn("1,2", null), sightIn(null, null)]).toEqual([null, null, null, null]);
});

test("what is close is drawn as one and parts when it comes nearer", () => {
  const cities = [BEIJING, [116.5, 39.8] as Point, ROTTERDAM].map((point, index) => ({ id: String(index), spot: spotOf(point) }));
  expect(clustersOf(cities, 1).map(({ items }) => items.length)).toEqual([2, 1]);
  expect(clustersOf(cities, 400).map(({ items }) => items.length)).toEqual([1, 1, 1]);
  expect(clustersOf([[9.9, 0], [10.1, 0]].map(([x = 0, y = 0], id) => ({ id: String(id), spot: [x, y] as const })), 4.6).length).toBe(1);
  expect([inseparable(cities), inseparable([cities[0], cities[0]].flatMap((city) => city ?? []))]).toEqual([false, true]);
});

test("a name is written where nothing else stands", () => {
  const at = (id: string, x: number, y: number) => ({ id, spot: [x, y] as const });
  const clusters = clustersOf([at("left", 0, 0), at("right", 100, 0), at("far", 400, 0), at("below", 0, 100)], 1);
  expect([...named(clusters, 1)].map((key) => key.split(" ")[0])).toEqual(["right", "far", "below"]);
});
