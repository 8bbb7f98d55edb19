import type { FieldMeta } from "../../core/metadata";
import { referenceOf, type Value } from "../../core/records";

/** Any value as a plain text. */
export function plainText(field: FieldMeta, value: Value): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map((item: Value) => plainText(field, item)).join(", ");
  const reference = referenceOf(value);
  if (reference !== null) return String(reference[field.to_name ?? "name"] ?? reference["name"] ?? reference.id);
  return field.values?.find((known) => known.name === value)?.label ?? String(value);
}
