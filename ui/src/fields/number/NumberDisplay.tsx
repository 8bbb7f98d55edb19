import { useTranslation } from "react-i18next";

import type { DisplayProps } from "../registry";
import { numberText, percentText } from "./text";

export function NumberDisplay({ field, value }: DisplayProps) {
  const { i18n } = useTranslation();
  return <span className="numeric clip">{numberText(field, value, i18n.language)}</span>;
}

export function PercentDisplay({ field, value }: DisplayProps) {
  const { i18n } = useTranslation();
  return <span className="numeric clip">{percentText(field, value, i18n.language)}</span>;
}
