import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { nameOf } from "../../core/finding";
import type { FieldMeta, ObjectMeta } from "../../core/metadata";
import { aggregateRecords, narrowedBy, readRows, recordsKey, type Narrowing, type RecordRow } from "../../core/records";
import type { Shown } from "../../core/views";
import { rowFields } from "../../fields/paths";
import { kindOf } from "../../fields/registry";
import { colouredBy, colourOf } from "../dates/useDated";
import { spotOf, type Point, type Spot } from "./projection";

const MOST = 1_000;

/** A record at its place on earth. */
export interface Place {
  id: string;
  row: RecordRow;
  name: string;
  spot: Spot;
  colour: string | null;
}

const partsOf = (place: FieldMeta) => {
  const located = kindOf(place).located;
  return located ? { longitude: `${place.name}.${located.longitude}`, latitude: `${place.name}.${located.latitude}` } : null;
};

/** The corners between which all records are, undefined until that is known, null where none has a place. */
export function useExtent(object: ObjectMeta, place: FieldMeta, narrowing: Narrowing) {
  const parts = partsOf(place);
  const measures = parts ? Object.values(parts).flatMap((part) => [`min:${part}`, `max:${part}`]) : [];
  return useQuery({
    queryKey: [...recordsKey(object.name), "extent", measures, narrowing], staleTime: Infinity, enabled: parts !== null,
    queryFn: async ({ signal }): Promise<readonly Point[]> => {
      const [found = {}] = (await aggregateRecords(object.name, { measures, ...narrowing }, signal)).data;
      const [west, east, south, north] = Object.values(found).map((value) => (value === null || value === undefined ? Number.NaN : Number(value)));
      const corners: readonly (readonly (number | undefined)[])[] = [[west, south], [east, north]];
      return corners.filter((corner): corner is Point => corner.every((degree) => degree !== undefined && !Number.isNaN(degree)));
    },
  });
}

/** The records between degrees: west, south, east, north. */
export function usePlaces(object: ObjectMeta, shown: Shown, place: FieldMeta, bounds: readonly [number, number, number, number] | null) {
  const parts = partsOf(place);
  const colour = colouredBy(object, shown);
  const fields = rowFields(object, [place, ...(colour ? [colour] : []), ...shown.columns.map(({ field }) => field)]);
  const [west, south, east, north] = bounds ?? [0, 0, 0, 0];
  const inside = parts ? `${parts.longitude} BETWEEN ${west} AND ${east} AND ${parts.latitude} BETWEEN ${south} AND ${north}` : "";
  const narrowing = narrowedBy(shown.narrowing, inside);
  const answer = useQuery({
    queryKey: [...recordsKey(object.name), "list", "places", fields, narrowing], enabled: parts !== null && bounds !== null, placeholderData: keepPreviousData,
    queryFn: ({ signal }) => readRows(object.name, { fields, ...narrowing, sort: object.name_field === null ? ["id"] : [object.name_field, "id"] }, MOST, signal),
  });
  const rows = answer.data?.data;
  const places = useMemo(() => (rows ?? []).flatMap((row): Place[] => {
    const point = kindOf(place).located?.pointOf(row[place.name]);
    return point ? [{ id: row.id, row, name: nameOf(object, row), spot: spotOf(point), colour: colourOf(colour, row) }] : [];
  }), [rows, place, object, colour]);
  return { places, more: answer.data?.more ?? false, answer };
}
