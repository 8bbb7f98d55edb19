import { Button, NativeSelect, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { writtenFormula, type Condition, type Listing } from "../../core/listing";
import { fieldOf, type ObjectMeta } from "../../core/metadata";
import type { Shown } from "../../core/views";
import { kindOf } from "../../fields/registry";
import { Icon } from "../../widgets/Icon";
import type { ChangeListing } from "./useShown";

interface Props {
  object: ObjectMeta;
  listing: Listing;
  shown: Shown;
  onChange: ChangeListing;
  onDone: () => void;
}

/** Builds the conditions of a list, shows the formula that they are, and takes one written by hand. */
export function FilterBuilder({ object, listing, shown, onChange, onDone }: Props) {
  const { t } = useTranslation();
  const found = object.fields.filter((field) => field.filterable);
  const fields = [...found.filter(({ system }) => !system), ...found.filter(({ system }) => system)];
  const [drafts, setDrafts] = useState<readonly Condition[]>(listing.conditions.length > 0 ? listing.conditions : [freshCondition(fields[0]?.name, object)]);
  const [formula, setFormula] = useState(listing.formula);
  const written = writtenFormula(object, drafts, (field) => kindOf(field).operators);

  const set = (conditions: readonly Condition[]) => {
    setDrafts(conditions);
    const whole = conditions.filter((condition) => writtenFormula(object, [condition], (field) => kindOf(field).operators) !== "");
    onChange({ conditions: whole }, whole.length === listing.conditions.length); // what is typed into one is no step of its own
  };
  const replace = (index: number, condition: Condition) => set(drafts.map((draft, at) => (at === index ? condition : draft)));
  return (
    <div className="filter">
      {shown.view.filter !== null && (
        <div className="filter-view"><span>{t("filter.ofView", { view: shown.view.label })}</span><pre><code>{shown.view.filter}</code></pre></div>
      )}
      {drafts.map((condition, index) => (
        <ConditionRow
          key={index} object={object} fields={fields} condition={condition} onChange={(next) => replace(index, next)}
          onRemove={() => set(drafts.filter((_, at) => at !== index))}
        />
      ))}
      <Button variant="subtle" leftSection={<Icon name="plus" size={14} />} onClick={() => setDrafts([...drafts, freshCondition(fields[0]?.name, object)])}>
        {t("filter.add")}
      </Button>
      {written !== "" && <pre aria-label={t("filter.written")}><code>{written}</code></pre>}
      <Textarea
        size="xs" label={t("filter.formula")} description={t("filter.formulaHint")} value={formula} rows={2} spellCheck={false}
        onChange={(event) => setFormula(event.currentTarget.value)} onBlur={() => onChange({ formula: formula.trim() })}
      />
      <div className="filter-acts">
        <Button variant="subtle" onClick={() => { setFormula(""); setDrafts([]); onChange({ conditions: [], formula: "" }); }}>{t("filter.clear")}</Button>
        <Button onClick={() => { onChange({ formula: formula.trim() }); onDone(); }}>{t("act.apply")}</Button>
      </div>
    </div>
  );
}

export function freshCondition(name: string | undefined, object: ObjectMeta): Condition {
  const field = fieldOf(object, object.name_field ?? name ?? "") ?? fieldOf(object, name ?? "");
  return { field: field?.name ?? "", operator: (field && kindOf(field).operators[0]?.name) ?? "", value: null };
}

interface RowProps {
  object: ObjectMeta;
  fields: ObjectMeta["fields"];
  condition: Condition;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}

/** One condition: a field, how it is compared, and with what. */
export function ConditionRow({ object, fields, condition, onChange, onRemove }: RowProps) {
  const { t } = useTranslation();
  const field = fieldOf(object, condition.field);
  if (!field) return null;
  const { Filter, operators } = kindOf(field);
  const operator = operators.find(({ name }) => name === condition.operator) ?? operators[0];
  return (
    <div className="filter-row">
      <NativeSelect
        size="xs" aria-label={t("filter.field")} value={field.name} data={fields.map(({ name, label }) => ({ value: name, label }))}
        onChange={(event) => onChange(freshCondition(event.currentTarget.value, { ...object, name_field: null }))}
      />
      <NativeSelect
        size="xs" aria-label={t("filter.operator")} value={operator?.name ?? ""} data={operators.map(({ name, word }) => ({ value: name, label: t(word) }))}
        onChange={(event) => onChange({ ...condition, operator: event.currentTarget.value })}
      />
      {operator && operator.takes !== "nothing" ? (
        <Filter field={field} operator={operator} value={condition.value} onChange={(value) => onChange({ ...condition, value })} ariaLabel={t("filter.value", { field: field.label })} />
      ) : <span />}
      <button type="button" className="icon-button" aria-label={t("filter.remove", { field: field.label })} onClick={onRemove}><Icon name="x" size={14} /></button>
    </div>
  );
}
