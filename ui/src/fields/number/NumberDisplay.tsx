import { useSpoken } from "../../core/i18n";
import type { DisplayProps } from "../registry";
import { amountText, numberText, percentText } from "./text";

export function NumberDisplay({ field, value }: DisplayProps) {
  const language = useSpoken();
  return <span className="numeric clip">{numberText(field, value, language)}</span>;
}

/** An amount with the sign of its currency, where that is known. */
export function MoneyDisplay({ field, value, row }: DisplayProps) {
  const language = useSpoken();
  return <span className="numeric clip">{amountText(field, value, language, row)}</span>;
}

export function PercentDisplay({ field, value }: DisplayProps) {
  const language = useSpoken();
  return <span className="numeric clip">{percentText(field, value, language)}</span>;
}
