import { PasswordInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { frameOf, textIn, valueIn } from "../frame";
import type { InputProps } from "../registry";

/** Takes a text that others beside the screen should not read; it shows while its eye is open. */
export function SecretInput(props: InputProps) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      {...frameOf(props)} value={textIn(props.value)} maxLength={props.field.editor.max_length ?? undefined} autoComplete="off" spellCheck={false}
      visibilityToggleButtonProps={{ "aria-label": t("input.show") }}
      onChange={(event) => props.onChange(event.currentTarget.value)} onBlur={() => props.onCommit?.(valueIn(textIn(props.value)))}
      onKeyDown={(event) => {
        if (event.key === "Enter") props.onCommit?.(valueIn(textIn(props.value)));
        if (event.key === "Escape") props.onCancel?.();
      }}
    />
  );
}
