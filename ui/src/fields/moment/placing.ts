import { personZone } from "../../core/zone";
import { instantOf, wallOf } from "../../formula/moments";
import type { Value } from "../../core/records";
import type { Timed } from "../registry";

const placed = (value: Value, read: (text: string) => number): number | null => {
  const place = typeof value === "string" ? read(value) : Number.NaN;
  return Number.isNaN(place) ? null : place;
};

/** A day stands at its midnight, whatever the zone. */
export const DAYS: Timed = {
  days: true,
  placeOf: (value) => placed(value, (text) => Date.parse(`${text}T00:00:00Z`)),
  valueAt: (place) => new Date(place).toISOString().slice(0, 10),
};

/** An instant stands where the clocks of the person show it. */
export const INSTANTS: Timed = {
  days: false,
  placeOf: (value) => placed(value, (text) => { const at = Date.parse(text); return Number.isNaN(at) ? at : wallOf(at, personZone()); }),
  valueAt: (place) => new Date(instantOf(place, personZone()).milliseconds).toISOString(),
};
