import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";

import { mappingOf, planOf, previewFile, startImport, type FilePreview, type Plan, type Writing } from "../../core/importing";
import { may, objectQuery, type ObjectMeta } from "../../core/metadata";
import { Problem } from "../../core/problem";
import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { Title } from "../../widgets/Title";
import { IMPORT } from "../../words/import";
import { teach } from "../../words/resources";
import { Forbidden } from "../missing/Forbidden";
import { CheckStep } from "./CheckStep";
import { FileStep } from "./FileStep";
import { MappingStep } from "./MappingStep";
import { Steps } from "./Steps";
import "./import.css";

teach(IMPORT);

const AS_FOUND: Writing = { encoding: null, delimiter: null };

/** A file becomes records: chosen, mapped, tried, imported. */
export function ImportPage() {
  const { object: name = "" } = useParams();
  const { t } = useTranslation();
  const described = useQuery(objectQuery(name));
  if (described.error) return <Failure cause={described.error} onRetry={() => void described.refetch()} />;
  if (!described.data) return null;
  if (!may(described.data, "import")) {
    const { plural } = described.data;
    return <Forbidden title={t("import.forbidden", { plural })} to={`/o/${name}`} back={t("import.back", { plural })} />;
  }
  return <Wizard key={name} object={described.data} />;
}

/** What was chosen of a file, and how it reads. */
interface Chosen {
  file: File;
  writing: Writing;
  preview: FilePreview;
  plan: Plan;
}

function Wizard({ object }: { object: ObjectMeta }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [trial, setTrial] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  const attempt = async (act: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await act();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      setProblem(cause);
    } finally {
      setBusy(false);
    }
  };
  const choose = (file: File, writing: Writing) => attempt(async () => {
    const preview = await previewFile(object.name, file, writing);
    setChosen({ file, writing, preview, plan: planOf(object, preview) });
  });
  const start = (dryRun: boolean) => attempt(async () => {
    if (chosen === null) return;
    const { id } = await startImport(object.name, chosen.file, mappingOf(object, chosen.plan, chosen.writing), chosen.plan.mode, dryRun);
    if (dryRun) setTrial(id);
    else await navigate(`/o/${object.name}/import/${id}`);
  });

  const step = chosen === null ? 0 : trial === null ? 1 : 2;
  return (
    <div className="import">
      <header className="import-head">
        <Link to={`/o/${object.name}`} className="quiet"><Icon name={object.icon} />{object.plural}</Link>
        <Title parts={[t("import.title", { plural: object.plural })]} />
        <h1>{t("import.title", { plural: object.plural })}</h1>
        <Steps at={step} />
      </header>
      {chosen === null && <FileStep busy={busy} problem={problem} onChoose={(file, writing) => void choose(file, writing)} usual={AS_FOUND} />}
      {chosen !== null && trial === null && (
        <MappingStep
          object={object} preview={chosen.preview} plan={chosen.plan} busy={busy} problem={problem}
          onPlan={(plan) => setChosen({ ...chosen, plan })} onBack={() => { setChosen(null); setProblem(null); }} onNext={() => void start(true)}
        />
      )}
      {chosen !== null && trial !== null && (
        <CheckStep
          object={object} id={trial} mode={chosen.plan.mode} busy={busy} problem={problem}
          onMode={(mode) => setChosen({ ...chosen, plan: { ...chosen.plan, mode } })}
          onBack={() => { setTrial(null); setProblem(null); }} onNext={() => void start(false)}
        />
      )}
    </div>
  );
}
