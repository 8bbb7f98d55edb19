import { NativeSelect, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import type { FileColumn } from "../../core/importing";
import type { FieldValue } from "../../core/metadata";
import { Icon } from "../../widgets/Icon";

type Meanings = Readonly<Record<string, string | null>>;

interface Props {
  column: FileColumn;
  meanings: Meanings;
  /** The values that the field may have; without them any text may stand for any other. */
  values: readonly FieldValue[] | undefined;
  onChange: (meanings: Meanings) => void;
}

/** What texts of the file stand for: each of a list of values, or only those that are to be replaced. */
export function TextMeanings({ column, meanings, values, onChange }: Props) {
  const { t } = useTranslation();
  const unknown = Object.values(meanings).filter((meaning) => meaning === null).length;
  const [opened, setOpened] = useState(unknown > 0);
  const texts = Object.keys(meanings);
  const label = values ? t("import.meanings", { known: texts.length - unknown, all: texts.length }) : texts.length > 0 ? t("import.replacements", { count: texts.length }) : t("import.replace");
  if (values !== undefined && column.values === null) return <p className="quiet">{t("import.tooMany")}</p>;
  return (
    <div className="meanings">
      <button type="button" className="meanings-open" aria-expanded={opened} onClick={() => setOpened(!opened)}>
        <Icon name={opened ? "chevron_down" : "chevron_right"} size={13} />{label}
      </button>
      {opened && values && (
        <ul>
          {texts.map((text) => (
            <li key={text}>
              <span className="clip" title={text}>{text}</span>
              <NativeSelect
                size="xs" aria-label={t("import.standsFor", { text })} value={meanings[text] ?? ""} error={meanings[text] === null}
                data={[{ value: "", label: t("import.chooseValue") }, ...values.filter(({ active }) => active !== false).map((value) => ({ value: value.name, label: value.label }))]}
                onChange={({ currentTarget: { value } }) => onChange({ ...meanings, [text]: value || null })}
              />
            </li>
          ))}
        </ul>
      )}
      {opened && !values && <Replacements column={column} meanings={meanings} onChange={onChange} />}
    </div>
  );
}

function Replacements({ column, meanings, onChange }: Omit<Props, "values">) {
  const { t } = useTranslation();
  const known = useId();
  const [text, setText] = useState("");
  const [meaning, setMeaning] = useState("");
  const add = () => {
    if (text === "" || meaning === "") return;
    onChange({ ...meanings, [text]: meaning });
    setText("");
    setMeaning("");
  };
  return (
    <ul>
      {Object.entries(meanings).map(([from, to]) => (
        <li key={from}>
          <span className="clip" title={from}>{from}</span><span className="clip">→ {to}</span>
          <button
            type="button" className="icon-button" aria-label={t("import.unreplace", { text: from })}
            onClick={() => onChange(Object.fromEntries(Object.entries(meanings).filter(([other]) => other !== from)))}
          ><Icon name="x" size={13} /></button>
        </li>
      ))}
      <li>
        <TextInput size="xs" aria-label={t("import.replaced")} placeholder={t("import.replaced")} value={text} list={known} onChange={(event) => setText(event.currentTarget.value)} />
        <TextInput
          size="xs" aria-label={t("import.replacement")} placeholder={t("import.replacement")} value={meaning} onChange={(event) => setMeaning(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && !event.nativeEvent.isComposing && add()} onBlur={add}
        />
        <datalist id={known}>{column.values?.map((value) => <option key={value} value={value} />)}</datalist>
      </li>
    </ul>
  );
}
