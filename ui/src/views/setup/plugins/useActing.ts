import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { tellDone, tellProblem } from "../../../widgets/telling";
import { readAnew } from "../api";

/** Looking at what a change of packages does, and making it; refusals are told in a corner. */
export function useActing() {
  const { t } = useTranslation("setup");
  const { t: base } = useTranslation();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const look = async (act: () => Promise<void>) => {
    setBusy(true);
    try {
      await act();
    } catch (cause) {
      tellProblem(cause, base("state.unreachable"));
    } finally {
      setBusy(false);
    }
  };
  const go = (act: () => Promise<{ revision: number }>, after: () => void | Promise<void>) =>
    look(async () => {
      const { revision } = await act();
      await after(); // a page of what is gone is left before anything is asked for anew
      await readAnew(client);
      tellDone(t("plugins.done", { revision }));
    });
  return { busy, look, go };
}
