// What a formula asks about the choices of the record, the user and places.
import { fromFloat, type Decimal } from "../arithmetic.ts";
import type { Environment } from "../environment.ts";
import { NotLoaded, fail } from "../failure.ts";
import { UNKNOWN, type Location } from "../value.ts";
import { contextual, pure, type FunctionRow } from "./row.ts";

const EARTH_RADIUS = new Map([
  ["km", 6371.009],
  ["mi", 3958.761],
]);

function asks(question: Parameters<Environment["holds"]>[0]): FunctionRow {
  return contextual((env, name?: string) => {
    const answer = env.holds(question, name ?? "");
    if (answer === UNKNOWN) throw new NotLoaded(question);
    return answer;
  });
}

function location(latitude: Decimal | null, longitude: Decimal | null): Location | null {
  if (latitude === null && longitude === null) return null;
  if (latitude === null || longitude === null || latitude.abs().gt(90) || longitude.abs().gt(180)) return fail();
  return { latitude, longitude };
}

function radians(degrees: Decimal): number {
  return (degrees.toNumber() * Math.PI) / 180;
}

function greatCircle(start: Location, end: Location, unit: string): Decimal {
  const radius = EARTH_RADIUS.get(unit.toLowerCase()) ?? fail();
  for (const point of [start, end]) {
    if (point.latitude.abs().gt(90) || point.longitude.abs().gt(180)) fail();
  }
  const [first, second] = [radians(start.latitude), radians(end.latitude)];
  const across = radians(end.longitude.minus(start.longitude)) / 2;
  const haversine =
    Math.sin((second - first) / 2) ** 2 + Math.cos(first) * Math.cos(second) * Math.sin(across) ** 2;
  return fromFloat(2 * radius * Math.asin(Math.min(1, Math.sqrt(haversine))));
}

export const RECORD: Readonly<Record<string, FunctionRow>> = {
  HASROLE: asks("role"),
  INTEAM: asks("team"),
  HASPERMISSION: asks("permission"),
  ISOWNER: asks("owner"),
  ISPICKVAL: pure((field: string | null, value: string | null) => (field ?? "") === (value ?? ""), "handled"),
  INCLUDES: pure(
    (field: readonly string[] | null, value: string | null) => !!value && (field ?? []).includes(value),
    "handled",
  ),
  GEOLOCATION: pure(location, "handled"),
  DISTANCE: pure((start: Location, end: Location, unit?: string) => greatCircle(start, end, unit ?? "km")),
  distance_between: pure(
    (latitude: Decimal, longitude: Decimal, otherLatitude: Decimal, otherLongitude: Decimal, unit?: string) =>
      greatCircle({ latitude, longitude }, { latitude: otherLatitude, longitude: otherLongitude }, unit ?? "km"),
  ),
};
