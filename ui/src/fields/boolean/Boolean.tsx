import { useTranslation } from "react-i18next";

import { Icon } from "../../widgets/Icon";
import type { DisplayProps } from "../registry";

export function BooleanDisplay({ value }: DisplayProps) {
  const { t } = useTranslation();
  if (value !== true) return <span className="quiet">{t("value.no")}</span>;
  return <span className="truth"><Icon name="check" size={14} />{t("value.yes")}</span>;
}

/** Its comparisons take nothing. */
export function BooleanFilter() {
  return null;
}
