import { Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Icon } from "../../widgets/Icon";
import type { Copy } from "./useCopies";
import { worded } from "./words";

/** That a field is getting another type: what it is, what it will be, and how far its values are copied; or why it did not. */
export function Copying({ copy, named = false }: { copy: Copy; named?: boolean }) {
  const { t, i18n } = useTranslation("setup");
  const number = new Intl.NumberFormat(i18n.language);
  if (copy.state === "failed") {
    return <p className="setup-note" data-tone="warn"><Icon name="warning" size={14} /><span>{named && `${copy.field}: `}{t("copy.failed", { message: copy.message ?? "" })} {copy.reasons.join(" ")}</span></p>;
  }
  const told = t("copy.going", { from: worded("type", copy.type), to: worded("type", copy.wanted ?? "") });
  return (
    <div className="setup-copying" role="status">
      <span>{named && <code>{copy.field} </code>}{told} <span className="numeric quiet">{t("copy.rows", { rows: number.format(copy.rows), of: number.format(copy.of) })}</span></span>
      <Progress value={copy.of === 0 ? 100 : (100 * copy.rows) / copy.of} size="xs" aria-label={told} />
    </div>
  );
}
