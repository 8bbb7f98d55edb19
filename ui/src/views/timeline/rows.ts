import { groupKey } from "../../core/grouping";
import type { FieldMeta } from "../../core/metadata";
import type { RecordRow } from "../../core/records";
import type { Happening } from "../dates/useDated";

/** A line of a timeline: the head of a group, by a record that is in it, or a record. */
export type Line = { head: RecordRow; count: number; key: string } | { what: Happening; key: string };

/** The records line by line below the heads of their groups; groups stand in the order of the field's values, blank ones last. */
export function linesOf(happenings: readonly Happening[], group: FieldMeta | null): readonly Line[] {
  const line = (what: Happening): Line => ({ what, key: what.id });
  if (group === null) return happenings.map(line);
  const groups = new Map<string, Happening[]>();
  for (const each of happenings) {
    const key = groupKey(each.row[group.name]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const order = new Map((group.values ?? []).map(({ name }, index) => [name, index]));
  const rank = (key: string) => (key === "" ? Number.MAX_SAFE_INTEGER : (order.get(key) ?? order.size));
  const sorted = [...groups].sort(([one], [other]) => rank(one) - rank(other));
  return sorted.flatMap(([key, found]): Line[] => {
    const [first] = found;
    return first ? [{ head: first.row, count: found.length, key: `group ${key}` }, ...found.map(line)] : [];
  });
}
