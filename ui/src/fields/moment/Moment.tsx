import { useTranslation } from "react-i18next";

import type { DisplayProps } from "../registry";
import { dateText, instantText, timeText } from "./text";

export function DateDisplay({ field, value }: DisplayProps) {
  const { i18n } = useTranslation();
  return <span className="numeric clip">{dateText(field, value, i18n.language)}</span>;
}

export function InstantDisplay({ field, value }: DisplayProps) {
  const { i18n } = useTranslation();
  return <span className="numeric clip">{instantText(field, value, i18n.language)}</span>;
}

export function TimeDisplay({ field, value }: DisplayProps) {
  return <span className="numeric clip">{timeText(field, value)}</span>;
}
