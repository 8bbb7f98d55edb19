import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface Props {
  /** The fields, as OBJECT.FIELD, some of whose values do not fit. */
  unfit: readonly string[];
  blank: readonly string[];
  onChange: (next: readonly string[]) => void;
}

/** Letting the values become blank that do not fit the new type of their field. */
export function Blanking({ unfit, blank, onChange }: Props) {
  const { t } = useTranslation("setup");
  const names = [...new Set([...blank, ...unfit])].sort();
  if (names.length === 0) return null;
  return (
    <div className="setup-blanking">
      {names.map((name) => (
        <Checkbox
          key={name} label={t("tray.blank", { name })} checked={blank.includes(name)}
          onChange={(event) => onChange(event.currentTarget.checked ? [...blank, name] : blank.filter((each) => each !== name))}
        />
      ))}
    </div>
  );
}
