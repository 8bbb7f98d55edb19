import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { nameOf } from "../../core/finding";
import type { FieldMeta, ObjectMeta } from "../../core/metadata";
import { narrowedBy, readRows, recordsKey, type RecordRow } from "../../core/records";
import type { Shown } from "../../core/views";
import { rowFields } from "../../fields/paths";
import { spanOf, withinFormula, type Dated, type Span } from "./spans";

const MOST = 1_000;

/** A record that stands in time. */
export interface Happening {
  id: string;
  row: RecordRow;
  name: string;
  span: Span;
  colour: string | null;
}

/** The field that colours records: the first one shown whose values have colours, else that of the states. */
export function colouredBy(object: ObjectMeta, shown: Shown): FieldMeta | null {
  const fields = [...shown.columns.map(({ field }) => field), ...object.fields.filter(({ name }) => name === object.states?.field)];
  return fields.find((field) => field.values?.some(({ colour }) => colour)) ?? null;
}

export const colourOf = (field: FieldMeta | null, row: RecordRow): string | null =>
  field?.values?.find(({ name }) => name === row[field.name])?.colour ?? null;

/** Two conditions as one. */
export const both = (one: string | null, other: string): string => (one === null ? other : `(${one}) AND (${other})`);

/** The records between two places in time, in the order in which they start. */
export function useDated(object: ObjectMeta, shown: Shown, dated: Dated, from: number, to: number, besides: readonly FieldMeta[] = []) {
  const { start, end } = dated;
  const colour = colouredBy(object, shown);
  const fields = rowFields(object, [start, ...(end ? [end] : []), ...(colour ? [colour] : []), ...besides, ...shown.columns.map(({ field }) => field)]);
  const narrowing = narrowedBy(shown.narrowing, withinFormula(dated, from, to));
  const answer = useQuery({
    queryKey: [...recordsKey(object.name), "list", "dated", fields, narrowing],
    queryFn: ({ signal }) => readRows(object.name, { fields, ...narrowing, sort: [start.name, "id"] }, MOST, signal),
    placeholderData: keepPreviousData,
  });
  const rows = answer.data?.data;
  const happenings = useMemo(() => (rows ?? []).flatMap((row): Happening[] => {
    const span = spanOf(row, { start, end, movable: false, lengthens: false });
    return span ? [{ id: row.id, row, span, name: nameOf(object, row), colour: colourOf(colour, row) }] : [];
  }), [rows, start, end, object, colour]);
  return { happenings, more: answer.data?.more ?? false, answer };
}
