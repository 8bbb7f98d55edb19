import type { FieldMeta, ObjectMeta } from "../../core/metadata";
import type { Shown } from "../../core/views";
import { kindOf } from "../../fields/registry";

/** The field whose values are the columns: the one that the view groups by, else the states', else the first that can be. */
export function columnField(object: ObjectMeta, { group }: Shown): FieldMeta | undefined {
  const able = object.fields.filter((field) => kindOf(field).columns && field.groupable);
  return able.find(({ name }) => name === group?.name) ?? able.find(({ name }) => name === object.states?.field) ?? able[0];
}
