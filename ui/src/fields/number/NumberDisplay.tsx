import { useTranslation } from "react-i18next";

import { currencyPath } from "../../core/records";
import { valueAt } from "../../core/views";
import type { DisplayProps } from "../registry";
import { moneyText, numberText, percentText } from "./text";

export function NumberDisplay({ field, value }: DisplayProps) {
  const { i18n } = useTranslation();
  return <span className="numeric clip">{numberText(field, value, i18n.language)}</span>;
}

/** An amount with the sign of its currency, where that is known. */
export function MoneyDisplay({ field, value, row }: DisplayProps) {
  const { i18n } = useTranslation();
  const path = currencyPath(field);
  const code = path === null ? field.currency?.code : row && valueAt(row, path);
  return <span className="numeric clip">{moneyText(field, value, i18n.language, code)}</span>;
}

export function PercentDisplay({ field, value }: DisplayProps) {
  const { i18n } = useTranslation();
  return <span className="numeric clip">{percentText(field, value, i18n.language)}</span>;
}
