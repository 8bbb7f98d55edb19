import { Input, TextInput } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import { colourTitle } from "./pickerWords";
import "./pickers.css";

interface Props {
  label: string;
  description?: string | undefined;
  error?: string | undefined;
  value: string;
  /** The names of the colours; without them any colour may be chosen. */
  names: readonly string[];
  onChange: (colour: string | undefined) => void;
}

/** Accents that read well on light and dark ground, for where any colour may stand. */
const ACCENTS = ["#1f6f6a", "#3f73d8", "#2f9460", "#cf4a41", "#cc7722", "#8a5bc7", "#1f8ca6", "#c0508a"];
const isAccent = (text: string): boolean => /^#[0-9a-f]{6}$/.test(text);

/** Chooses a colour from swatches, or writes one where any may stand. */
export function ColourPicker({ label, description, error, value, names, onChange }: Props) {
  const { t, i18n } = useTranslation("setup");
  const group = useId();
  const free = names.length === 0;
  const swatches = free ? ACCENTS : names;
  return (
    <Input.Wrapper label={label} labelElement="div" labelProps={{ id: group }} description={description} error={error}>
      <div className="picker-colours" role="radiogroup" aria-labelledby={group}>
        {["", ...swatches].map((name) => {
          const title = name === "" ? t("picker.noColour") : colourTitle(name, i18n.language);
          return (
            <label key={name} className="picker-colour" title={title} data-colour={free || name === "" ? undefined : name} style={free && name !== "" ? { "--hue": name } as React.CSSProperties : undefined} data-none={name === "" || undefined}>
              <input type="radio" name={group} aria-label={title} checked={name === value} onChange={() => onChange(name || undefined)} />
            </label>
          );
        })}
        {free && <input type="color" className="picker-any" aria-label={t("picker.anyColour")} title={t("picker.anyColour")} value={isAccent(value) ? value : "#808080"} onChange={(event) => onChange(event.currentTarget.value)} />}
        {free && <TextInput size="xs" className="picker-code" aria-label={t("picker.code")} value={value} placeholder="#1f6f6a" maxLength={7} onChange={(event) => onChange(event.currentTarget.value.toLowerCase() || undefined)} />}
      </div>
    </Input.Wrapper>
  );
}
