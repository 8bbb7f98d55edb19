import { Textarea, TextInput } from "@mantine/core";
import type { ChangeEvent } from "react";
import { useTranslation } from "react-i18next";

import { textOf, type Body } from "../api";
import { withValue } from "../schema";

/** A label in both languages. */
export function LabelInput(props: { label: string; value: Body; error?: string | undefined; focused?: boolean; description?: string | undefined; long?: boolean; onChange: (value: Body) => void }) {
  const { t, i18n } = useTranslation("setup");
  const [first, second] = i18n.language === "zh" ? (["zh", "en"] as const) : (["en", "zh"] as const);
  const input = (language: "en" | "zh") => {
    const common = {
      label: t(language === "en" ? "form.english" : "form.chinese", { label: props.label }), value: textOf(props.value[language]), lang: language, error: language === first ? props.error : undefined,
      onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => props.onChange(withValue(props.value, language, event.currentTarget.value || undefined)),
    };
    return props.long ? <Textarea {...common} description={props.description} rows={8} resize="vertical" /> : <TextInput {...common} data-autofocus={(props.focused && language === first) || undefined} />;
  };
  return <div className="setup-pair" data-long={props.long || undefined}>{input(first)}{input(second)}</div>;
}
