import { useTranslation } from "react-i18next";

import type { DisplayProps } from "../registry";
import { numberText } from "./text";

export function NumberDisplay({ field, value }: DisplayProps) {
  const { i18n } = useTranslation();
  return <span className="numeric clip">{numberText(field, value, i18n.language)}</span>;
}
