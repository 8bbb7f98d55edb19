import { partsIn } from "../frame";
import type { Located } from "../registry";

const degrees = (part: unknown): number => (part === null || part === undefined || part === "" ? Number.NaN : Number(part));

/** A point by its degrees; one that lacks a part is none. */
export const POINTS: Located = {
  longitude: "longitude",
  latitude: "latitude",
  pointOf: (value) => {
    const parts = partsIn(value);
    const point = [degrees(parts["longitude"]), degrees(parts["latitude"])] as const;
    return point.some(Number.isNaN) ? null : point;
  },
};
