import { keepPreviousData, useQuery } from "@tanstack/react-query";

import type { FieldMeta, ObjectMeta } from "./metadata";
import { aggregateRecords, recordsKey, referenceOf, type Narrowing, type Value } from "./records";

/** What a value is known by among the groups of a field. */
export const groupKey = (value: Value): string => referenceOf(value)?.id ?? String(value ?? "");

/** What is measured of each group of records that have the same value in a field, by the group's key. */
export function useGroups(object: ObjectMeta, field: FieldMeta | null, measures: readonly string[], narrowing: Narrowing) {
  const { data } = useQuery({
    queryKey: [...recordsKey(object.name), "groups", field?.name, measures, narrowing],
    queryFn: ({ signal }) => aggregateRecords(object.name, { group_by: field ? [field.name] : [], measures: ["count", ...measures], ...narrowing }, signal),
    enabled: field !== null,
    placeholderData: keepPreviousData,
  });
  return new Map((data?.data ?? []).map((group) => [groupKey(group[field?.name ?? ""]), group] as const));
}

/** The name under which a measure is answered. */
export const measureKey = ({ field, function: of }: { field: string; function: string }) => `${field}_${of}`;
