import { Button, Checkbox, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { draftOf, lacksOf, unfilled, type Draft, type FilePreview, type Plan } from "../../core/importing";
import type { ObjectMeta } from "../../core/metadata";
import { Icon } from "../../widgets/Icon";
import { MappingLine } from "./MappingLine";
import { Problems } from "./Problems";

interface Props {
  object: ObjectMeta;
  preview: FilePreview;
  plan: Plan;
  busy: boolean;
  problem: unknown;
  onPlan: (plan: Plan) => void;
  onBack: () => void;
  onNext: () => void;
}

/** Says for each column which field it fills, and how rows are matched with what is there. */
export function MappingStep({ object, preview, plan, busy, problem, onPlan, onBack, onNext }: Props) {
  const { t, i18n } = useTranslation();
  const lacking = plan.drafts.some((draft) => lacksOf(object, preview, plan, draft).length > 0);
  const missed = unfilled(object, preview, plan);
  const mapped = plan.drafts.filter(({ field }) => field !== null);
  const change = (index: number, draft: Draft) => onPlan({ ...plan, drafts: plan.drafts.map((old, at) => (at === index ? draft : old)) });
  return (
    <section className="import-body">
      <Sample preview={preview} />
      <h2>{t("import.mapTitle")}</h2>
      <p className="quiet">{t("import.mapLead", { file: preview.file, rows: preview.rows.toLocaleString(i18n.language) })}</p>
      <ul className="map" aria-label={t("import.mapTitle")}>
        {plan.drafts.map((draft, index) => (
          <MappingLine
            key={index} object={object} preview={preview} draft={draft} lacks={lacksOf(object, preview, plan, draft)}
            onChange={(next) => change(index, next)} onRemove={() => onPlan({ ...plan, drafts: plan.drafts.filter((_, at) => at !== index) })}
          />
        ))}
      </ul>
      <Button variant="subtle" leftSection={<Icon name="plus" size={14} />} onClick={() => onPlan({ ...plan, drafts: [...plan.drafts, draftOf(preview.columns[0]?.title ?? "")] })}>
        {t("import.addLine")}
      </Button>
      <Matching object={object} plan={plan} onPlan={onPlan} />
      {missed.length > 0 && <p className="import-warning" role="status"><Icon name="warning" size={15} />{t("import.unfilled", { fields: missed.map(({ label }) => label).join(t("import.comma")) })}</p>}
      <Problems cause={problem} />
      <footer className="import-acts">
        <Button variant="default" onClick={onBack}>{t("import.otherFile")}</Button>
        <span className="quiet">{lacking ? t("import.lacking") : t("import.keepsNothing")}</span>
        <Button onClick={onNext} loading={busy} disabled={lacking || mapped.length === 0}>{t("import.try")}</Button>
      </footer>
    </section>
  );
}

function Matching({ object, plan, onPlan }: Pick<Props, "object" | "plan" | "onPlan">) {
  const { t } = useTranslation();
  const unique = new Set(object.unique_keys.flatMap((key) => (key.length === 1 ? key : [])));
  const keys = object.fields.filter(({ name }) => unique.has(name) && plan.drafts.some(({ field }) => field === name));
  return (
    <div className="import-matching">
      <NativeSelect
        label={t("import.match")} description={t(keys.length > 0 ? "import.matchHint" : "import.matchNone")} value={plan.match ?? ""} disabled={keys.length === 0}
        data={[{ value: "", label: t("import.allNew") }, ...keys.map(({ name, label }) => ({ value: name, label }))]}
        onChange={({ currentTarget: { value } }) => onPlan({ ...plan, match: value || null, distinct: value !== "" && plan.distinct })}
      />
      {plan.match !== null && (
        <Checkbox size="xs" label={t("import.distinct")} checked={plan.distinct} onChange={(event) => onPlan({ ...plan, distinct: event.currentTarget.checked })} />
      )}
    </div>
  );
}

/** The first rows as they are read. */
function Sample({ preview }: { preview: FilePreview }) {
  const { t } = useTranslation();
  return (
    <div className="sample" tabIndex={0} role="region" aria-label={t("import.sample")}>
      <table>
        <thead><tr>{preview.columns.map(({ title }, index) => <th key={index} scope="col">{title}</th>)}</tr></thead>
        <tbody>{preview.sample.slice(0, 5).map((cells, row) => <tr key={row}>{cells.map((cell, index) => <td key={index}>{cell}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
