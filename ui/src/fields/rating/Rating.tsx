import { useTranslation } from "react-i18next";

import type { FieldMeta } from "../../core/metadata";
import { Icon } from "../../widgets/Icon";
import type { DisplayProps } from "../registry";

export const starsOf = (field: FieldMeta): readonly number[] => Array.from({ length: field.editor.max ?? 5 }, (_, index) => index + 1);

/** Stars, as many of them filled as the value says. */
export function RatingDisplay({ field, value }: DisplayProps) {
  const { t } = useTranslation();
  if (typeof value !== "number") return typeof value === "string" ? <span>{value}</span> : null;
  const stars = starsOf(field);
  return (
    <span className="stars" role="img" aria-label={t("input.stars", { count: value, most: stars.length })}>
      {stars.map((star) => <span key={star} data-filled={star <= value || undefined}><Icon name="star" size={15} /></span>)}
    </span>
  );
}
