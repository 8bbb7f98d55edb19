import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Done } from "../../core/bulk";
import { useEdits } from "../../core/edits";
import type { ObjectMeta } from "../../core/metadata";
import { Problem } from "../../core/problem";
import { tellDone, tellProblem, tellRefused } from "../../widgets/telling";

/** Carries a change of many out: says what is done, offers the way back, and keeps what was refused. */
export function useBulk(object: ObjectMeta, word: "list.changed" | "list.deleted", onDone: () => void) {
  const { t } = useTranslation();
  const { refresh } = useEdits(object.name);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const back = async (undo: NonNullable<Done["undo"]>) => {
    try {
      const kept = await undo();
      if (kept.length > 0) tellRefused(kept.join(" "));
    } catch (cause) {
      tellProblem(cause, t("state.unreachable"));
    } finally {
      await refresh();
    }
  };
  /** Answers what was refused. */
  const carryOut = async (work: () => Promise<Done>): Promise<readonly string[]> => {
    setBusy(true);
    try {
      const { count, refused: words, undo } = await work();
      if (count > 0) tellDone(t(word, { count }), undo ? { label: t("act.undo"), act: () => void back(undo) } : undefined);
      setRefused(words);
      await refresh();
      if (words.length === 0) onDone();
      return words;
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      const words = cause.status === 0 ? [t("state.unreachable")] : [...new Set(cause.sentences)];
      setRefused(words);
      return words;
    } finally {
      setBusy(false);
    }
  };
  return { busy, refused, carryOut, forget: () => setRefused([]) };
}
