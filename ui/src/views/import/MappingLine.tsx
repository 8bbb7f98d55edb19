import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { aimed, type Draft, type FilePreview, type Lack } from "../../core/importing";
import { fieldOf, type ObjectMeta } from "../../core/metadata";
import { kindOf } from "../../fields/registry";
import { Icon } from "../../widgets/Icon";
import type { Word } from "../../words/resources";
import { TextMeanings } from "./TextMeanings";

interface Props {
  object: ObjectMeta;
  preview: FilePreview;
  draft: Draft;
  lacks: readonly Lack[];
  onChange: (draft: Draft) => void;
  onRemove: () => void;
}

const LACK_WORDS: Readonly<Record<Lack, Word>> = {
  ambiguous: "import.lackAmbiguous", format: "import.lackFormat", formula: "import.lackFormula", values: "import.lackValues", several: "import.lackSeveral", repeated: "import.lackRepeated",
};
const BY_FORMULA = "=";
const BY_VALUE = "!";
const COLUMN = "c";

/** One line of the mapping: where a field comes from, and how its texts are read. */
export function MappingLine({ object, preview, draft, lacks, onChange, onRemove }: Props) {
  const { t } = useTranslation();
  const column = draft.from === "column" ? preview.columns.findIndex(({ title }) => title === draft.column) : -1;
  const samples = [...new Set(preview.sample.map((cells) => cells[column] ?? "").filter((text) => text !== ""))].slice(0, 3);
  const label = draft.from === "column" ? draft.column : t(draft.from === "formula" ? "import.formula" : "import.value");
  const source = draft.from === "column" ? COLUMN + draft.column : draft.from === "formula" ? BY_FORMULA : BY_VALUE;
  const from = (value: string) => onChange(
    value === BY_FORMULA ? { ...draft, from: "formula", values: {}, format: "" } : value === BY_VALUE ? { ...draft, from: "value", values: {}, format: "" }
      : aimed(object, preview, { ...draft, from: "column", column: value.slice(COLUMN.length) }, draft.field),
  );
  return (
    <li className="map-line" aria-label={label} data-open={draft.field === null || undefined}>
      <div className="map-from">
        <NativeSelect
          size="xs" aria-label={t("import.source")} value={source} onChange={({ currentTarget: { value } }) => from(value)}
          data={[
            { group: t("import.columns"), items: preview.columns.map(({ title }) => ({ value: COLUMN + title, label: title })) },
            { group: t("import.otherwise"), items: [{ value: BY_FORMULA, label: t("import.formula") }, { value: BY_VALUE, label: t("import.value") }] },
          ]}
        />
        {draft.from === "formula" && (
          <TextInput
            size="xs" aria-label={t("import.formula")} placeholder="UPPER(column)" value={draft.formula} spellCheck={false} className="code"
            onChange={(event) => onChange({ ...draft, formula: event.currentTarget.value })}
          />
        )}
        {draft.from === "value" && draft.field !== null && <FixedValue object={object} draft={draft} onChange={onChange} />}
        {samples.length > 0 && <p className="quiet clip">{samples.join(" · ")}</p>}
      </div>
      <Icon name="chevron_right" size={14} />
      <div className="map-to">
        <NativeSelect
          size="xs" aria-label={t("import.target", { column: label })} value={draft.field ?? ""}
          data={[{ value: "", label: t("import.notImported") }, ...preview.fields.map(({ name, label: shown }) => ({ value: name, label: shown }))]}
          onChange={({ currentTarget: { value } }) => onChange(aimed(object, preview, draft, value || null))}
        />
        {draft.field !== null && !draft.sure && <p className="quiet">{t("import.guess")}</p>}
        <Reading object={object} preview={preview} draft={draft} onChange={onChange} />
        {lacks.map((lack) => <p key={lack} className="map-lack" role="status">{t(LACK_WORDS[lack], { examples: samples.join(t("import.comma")) })}</p>)}
      </div>
      <button type="button" className="icon-button" aria-label={t("import.removeLine", { name: label })} onClick={onRemove}><Icon name="x" size={14} /></button>
    </li>
  );
}

function FixedValue({ object, draft, onChange }: Pick<Props, "object" | "draft" | "onChange">) {
  const { t } = useTranslation();
  const field = fieldOf(object, draft.field ?? "");
  if (field === undefined) {
    const text = typeof draft.value === "string" ? draft.value : "";
    return <TextInput size="xs" aria-label={t("import.value")} value={text} onChange={(event) => onChange({ ...draft, value: event.currentTarget.value })} />;
  }
  const { Input } = kindOf(field);
  return <Input field={field} value={draft.value} onChange={(value) => onChange({ ...draft, value })} bare ariaLabel={t("import.value")} />;
}

/** How the texts of the line are read: the writing of dates, the key of a look-up, what texts stand for. */
function Reading({ object, preview, draft, onChange }: Omit<Props, "lacks" | "onRemove">) {
  const { t } = useTranslation();
  const target = preview.fields.find(({ name }) => name === draft.field);
  if (target === undefined || draft.from === "value") return null;
  const column = draft.from === "column" ? preview.columns.find(({ title }) => title === draft.column) : undefined;
  const formats = column?.formats ?? [];
  const values = fieldOf(object, target.name)?.values;
  return (
    <>
      {target.format && formats.length > 0 && (
        <NativeSelect
          size="xs" label={t("import.format")} value={draft.format} data={[{ value: "", label: t("import.formatAsk") }, ...formats]}
          onChange={({ currentTarget: { value } }) => onChange({ ...draft, format: value })}
        />
      )}
      {target.format && formats.length === 0 && (
        <TextInput
          size="xs" label={t("import.format")} placeholder="YYYY-MM-DD" value={draft.format} className="code"
          onChange={({ currentTarget: { value } }) => onChange({ ...draft, format: value })}
        />
      )}
      {target.reference && (
        <NativeSelect
          size="xs" label={t("import.lookup")} value={draft.lookup ?? ""}
          data={[...target.keys.map(({ name, label }) => ({ value: name, label })), { value: "", label: t("import.byId") }]}
          onChange={({ currentTarget: { value } }) => onChange({ ...draft, lookup: value || null })}
        />
      )}
      {column && <TextMeanings column={column} meanings={draft.values} values={values} onChange={(meanings) => onChange({ ...draft, values: meanings })} />}
    </>
  );
}
