import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { State } from "../widgets/State";

/** What stands where a screen failed by an error of its own. */
export function Crash() {
  const { t } = useTranslation();
  return (
    <State title={t("state.crashed")} hint={t("state.crashedHint")} tone="bad">
      <Button onClick={() => location.reload()}>{t("state.reload")}</Button>
    </State>
  );
}
