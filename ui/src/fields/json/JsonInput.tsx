import { Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { frameOf, valueIn } from "../frame";
import type { InputProps } from "../registry";
import { isJson, jsonText } from "./text";

/** Takes a structure as text and says at once when it is none. */
export function JsonInput(props: InputProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => jsonText(props.value, 2));
  const wrong = text.trim() !== "" && !isJson(text);
  return (
    <Textarea
      {...frameOf(props)} error={props.problems?.join(" ") || (wrong && t("input.notJson"))} className="code-input" rows={props.bare ? 1 : 6} value={text} spellCheck={false}
      onChange={(event) => { setText(event.currentTarget.value); props.onChange(valueIn(event.currentTarget.value)); }}
      onBlur={() => props.onCommit?.(valueIn(text))} onKeyDown={(event) => event.key === "Escape" && props.onCancel?.()}
    />
  );
}
