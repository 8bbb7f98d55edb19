import type { FieldMeta } from "../../core/metadata";
import type { Value } from "../../core/records";

/** A number with the digits that its field has, grouped as the language does; long decimals arrive as texts. */
export function numberText(field: FieldMeta, value: Value, language: string): string {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof number !== "number") return "";
  if (Number.isNaN(number)) return String(value); // an error of a formula speaks for itself
  return new Intl.NumberFormat(language, { maximumFractionDigits: field.scale ?? 6 }).format(number);
}

/** An amount with the short sign of its currency; without one that is known, the number alone. */
export function moneyText(field: FieldMeta, value: Value, language: string, code: Value): string {
  if (!isNumber(value) || typeof code !== "string" || !/^[A-Z]{3}$/.test(code)) return numberText(field, value, language);
  const shape = { style: "currency", currency: code, currencyDisplay: "narrowSymbol", minimumFractionDigits: 0, maximumFractionDigits: field.scale ?? 2 } as const;
  return new Intl.NumberFormat(language, shape).format(Number(value));
}

/** The number that a text says, as the API takes it: without groups, with the digits of Chinese keyboards made plain. */
export function numberIn(text: string): string | null {
  const plain = text.normalize("NFKC").replace(/[\s,]/g, "");
  return plain === "" ? null : plain;
}

/** Whether a value is a number already, or a text of one. */
export const isNumber = (value: Value): boolean => typeof value === "number" || (typeof value === "string" && /^-?(\d+\.?\d*|\.\d+)$/.test(value));

/** A percentage with its sign. */
export function percentText(field: FieldMeta, value: Value, language: string): string {
  const text = numberText(field, value, language);
  return text === "" || !isNumber(value) ? text : `${text}%`;
}
