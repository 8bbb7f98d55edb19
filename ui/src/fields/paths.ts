import type { FieldMeta } from "../core/metadata";
import { currencyPath } from "../core/records";
import { kindOf } from "./registry";

/** The path by which a field is read: a reference with the name of what it names. */
export function pathOf(field: FieldMeta): string {
  return field.to !== undefined && field.to_name !== undefined && !kindOf(field).lists ? `${field.name}.${field.to_name}` : field.name;
}

/** The paths by which fields are read for rows in which they show: an amount with the currency of its record. */
export function pathsOf(fields: readonly FieldMeta[]): readonly string[] {
  return fields.flatMap((field) => [pathOf(field), currencyPath(field)]).filter((path) => path !== null);
}

/** The fields that a row is read by: what it is known by, and what is shown of it. */
export const rowFields = (object: { name_field: string | null }, fields: readonly FieldMeta[]): readonly string[] =>
  [...new Set(["id", "version", ...(object.name_field === null ? [] : [object.name_field]), ...pathsOf(fields)])];
