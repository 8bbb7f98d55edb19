import { useSpoken } from "../../core/i18n";
import { currencyPath } from "../../core/records";
import { valueAt } from "../../core/views";
import type { DisplayProps } from "../registry";
import { moneyText, numberText, percentText } from "./text";

export function NumberDisplay({ field, value }: DisplayProps) {
  const language = useSpoken();
  return <span className="numeric clip">{numberText(field, value, language)}</span>;
}

/** An amount with the sign of its currency, where that is known. */
export function MoneyDisplay({ field, value, row }: DisplayProps) {
  const language = useSpoken();
  const path = currencyPath(field);
  const code = path === null ? field.currency?.code : row && valueAt(row, path);
  return <span className="numeric clip">{moneyText(field, value, language, code)}</span>;
}

export function PercentDisplay({ field, value }: DisplayProps) {
  const language = useSpoken();
  return <span className="numeric clip">{percentText(field, value, language)}</span>;
}
