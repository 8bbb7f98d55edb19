import type { FieldMeta } from "../../core/metadata";
import { currencyPath, type RecordRow, type Value } from "../../core/records";
import { valueAt } from "../../core/views";

/** What of a field says how its numbers are written. */
type Digits = Pick<FieldMeta, "scale">;

const formats = new Map<string, Intl.NumberFormat>();

/** The formats that were made; making one takes longer than using it on a whole column. */
function formatOf(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${options.currency ?? ""} ${String(options.maximumFractionDigits)}`;
  const made = formats.get(key) ?? new Intl.NumberFormat(language, options);
  formats.set(key, made);
  return made;
}

/** A number with the digits that its field has, grouped as the language does; long decimals arrive as texts. */
export function numberText(field: Digits, value: Value, language: string): string {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof number !== "number") return "";
  if (Number.isNaN(number)) return String(value); // an error of a formula speaks for itself
  return formatOf(language, { maximumFractionDigits: field.scale ?? 6 }).format(number);
}

/** An amount with the short sign of its currency, whole or to the last digit; without one that is known, the number alone. */
export function moneyText(field: Digits, value: Value, language: string, code: Value): string {
  if (!isNumber(value) || typeof code !== "string" || !/^[A-Z]{3}$/.test(code)) return numberText(field, value, language);
  const digits = field.scale ?? 2;
  const cents = { minimumFractionDigits: digits, maximumFractionDigits: digits, trailingZeroDisplay: "stripIfInteger" } as const;
  return formatOf(language, { style: "currency", currency: code, currencyDisplay: "narrowSymbol", ...cents }).format(Number(value));
}

/** The amount of a field with the sign of its currency: the one that all of them are in, or that of the record. */
export function amountText(field: FieldMeta, value: Value, language: string, row?: RecordRow): string {
  const path = currencyPath(field);
  return moneyText(field, value, language, path === null ? field.currency?.code : row && valueAt(row, path));
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
