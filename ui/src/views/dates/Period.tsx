import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "../../widgets/Icon";

/** The head of what is laid out in time: which part of it is in sight, and the ways to others. */
export function Period({ title, onBack, onToday, onForth, children }: { title: string; onBack: () => void; onToday: () => void; onForth: () => void; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="period">
      <Button variant="default" size="xs" onClick={onToday}>{t("dates.today")}</Button>
      <button type="button" className="icon-button" aria-label={t("dates.back")} onClick={onBack}><Icon name="chevron_left" /></button>
      <button type="button" className="icon-button" aria-label={t("dates.forth")} onClick={onForth}><Icon name="chevron_right" /></button>
      <h2 aria-live="polite">{title}</h2>
      {children}
    </div>
  );
}
