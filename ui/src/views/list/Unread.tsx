import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { isNarrowed, UNNARROWED } from "../../core/listing";
import { Problem } from "../../core/problem";
import { Failure } from "../../widgets/Failure";
import type { LaidOut } from "./waysOut";

/** What stands where records could not be read: the way back to all of them where a condition may be to blame. */
export function Unread({ cause, onRetry, listing, onChange }: Pick<LaidOut, "listing" | "onChange"> & { cause: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const misread = cause instanceof Problem && cause.code.startsWith("formula_"); // nor is it read when it is asked again
  return (
    <Failure cause={cause} title={misread ? t("list.misread") : undefined} onRetry={misread ? undefined : onRetry}>
      {isNarrowed(listing) && <Button variant={misread ? "default" : "filled"} onClick={() => onChange(UNNARROWED)}>{t("list.clear")}</Button>}
    </Failure>
  );
}
