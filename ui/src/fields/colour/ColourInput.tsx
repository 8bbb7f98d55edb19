import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { frameOf, textIn, valueIn } from "../frame";
import type { InputProps } from "../registry";
import { isColour } from "./Colour";

/** A colour by its name, with the browser's own chooser beside. */
export function ColourInput(props: InputProps) {
  const { t } = useTranslation();
  const text = textIn(props.value);
  const commit = (value: string) => props.onCommit?.(valueIn(value));
  const chooser = (
    <input
      type="color" className="swatch-input" aria-label={t("input.chooseColour", { field: props.field.label })} value={isColour(text) ? text : "#808080"}
      disabled={props.disabled ?? false} onChange={(event) => props.onChange(event.currentTarget.value)} onBlur={(event) => commit(event.currentTarget.value)}
    />
  );
  return (
    <TextInput
      {...frameOf(props)} value={text} placeholder="#1f6f6a" maxLength={7} leftSection={chooser}
      onChange={(event) => props.onChange(valueIn(event.currentTarget.value))} onBlur={(event) => commit(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit(event.currentTarget.value);
        if (event.key === "Escape") props.onCancel?.();
      }}
    />
  );
}
