import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { isFinished, type Plan } from "../../core/importing";
import type { ObjectMeta } from "../../core/metadata";
import { Choice } from "../../widgets/Choice";
import { Failure } from "../../widgets/Failure";
import { Counts, Progress, Refusals } from "./Outcome";
import { Problems } from "./Problems";
import { useImport } from "./useImport";

interface Props {
  object: ObjectMeta;
  id: string;
  mode: Plan["mode"];
  busy: boolean;
  problem: unknown;
  onMode: (mode: Plan["mode"]) => void;
  onBack: () => void;
  onNext: () => void;
}

/** What the import would do; nothing is kept until it is started here. */
export function CheckStep({ object, id, mode, busy, problem, onMode, onBack, onNext }: Props) {
  const { t, i18n } = useTranslation();
  const { data, error } = useImport(id);
  if (error) return <Failure cause={error} />;
  if (data === undefined || !isFinished(data.state)) return <section className="import-body"><Progress told={data} /></section>;
  const { result } = data;
  const good = (result?.created ?? 0) + (result?.updated ?? 0) + (result?.unchanged ?? 0);
  const refused = result?.refused ?? 0;
  const possible = result !== null && result.error === undefined && data.state !== "failed" && (refused === 0 || (mode === "partial" && good > 0));
  return (
    <section className="import-body">
      <h2>{t(result?.error || result === null ? "import.tryFailed" : refused > 0 ? "import.trySome" : "import.tryAll")}</h2>
      {result && !result.error && <Counts result={result} />}
      {result && <Refusals object={object} id={id} result={result} />}
      {refused > 0 && (
        <Choice
          label={t("import.mode")} value={mode} onChoose={onMode}
          options={[{ value: "all_or_none", label: t("import.allOrNone") }, { value: "partial", label: t("import.partial") }]}
        />
      )}
      <Problems cause={problem} />
      <footer className="import-acts">
        <Button variant="default" onClick={onBack}>{t("import.backToMapping")}</Button>
        <span className="quiet">{!possible && t("import.mendFirst")}</span>
        <Button onClick={onNext} loading={busy} disabled={!possible}>
          {t("import.start", { rows: (mode === "partial" ? good : (result?.rows ?? 0)).toLocaleString(i18n.language) })}
        </Button>
      </footer>
    </section>
  );
}
