import type { FieldMeta } from "../../core/metadata";
import type { Value } from "../../core/records";

/** A number with the digits that its field has, grouped as the language does; long decimals arrive as texts. */
export function numberText(field: FieldMeta, value: Value, language: string): string {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof number !== "number") return "";
  if (Number.isNaN(number)) return String(value); // an error of a formula speaks for itself
  return new Intl.NumberFormat(language, { maximumFractionDigits: field.scale ?? 6 }).format(number);
}
