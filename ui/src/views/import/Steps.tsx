import { useTranslation } from "react-i18next";

import type { Word } from "../../words/resources";

const STEPS: readonly Word[] = ["import.stepFile", "import.stepMapping", "import.stepCheck", "import.stepRun"];

/** How far along the way from a file to records one is. */
export function Steps({ at }: { at: number }) {
  const { t } = useTranslation();
  return (
    <ol className="steps" aria-label={t("import.steps")}>
      {STEPS.map((word, index) => (
        <li key={word} aria-current={index === at ? "step" : undefined} data-done={index < at || undefined}><span className="numeric">{index + 1}</span>{t(word)}</li>
      ))}
    </ol>
  );
}
