import { useTranslation } from "react-i18next";

import "./waiting.css";

const WIDTHS = [34, 58, 46, 64, 40, 52, 30, 60] as const;

/** Where something is being read: its outline, which comes in sight only when that takes a while. */
export function Waiting({ lines = 8, headed = false }: { lines?: number; headed?: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="waiting" aria-busy>
      <span className="unseen" role="status">{t("state.loading")}</span>
      {headed && <b aria-hidden />}
      {WIDTHS.slice(0, lines).map((width) => <i key={width} data-width={width} aria-hidden />)}
    </div>
  );
}
