import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { textOf, type Body } from "../api";
import { withValue } from "../schema";

/** A label in both languages. */
export function LabelInput(props: { label: string; value: Body; error?: string | undefined; focused?: boolean; onChange: (value: Body) => void }) {
  const { t, i18n } = useTranslation("setup");
  const [first, second] = i18n.language === "zh" ? (["zh", "en"] as const) : (["en", "zh"] as const);
  const input = (language: "en" | "zh") => (
    <TextInput
      label={t(language === "en" ? "form.english" : "form.chinese", { label: props.label })} value={textOf(props.value[language])} lang={language} error={language === first ? props.error : undefined}
      data-autofocus={(props.focused && language === first) || undefined} onChange={(event) => props.onChange(withValue(props.value, language, event.currentTarget.value || undefined))}
    />
  );
  return <div className="setup-pair">{input(first)}{input(second)}</div>;
}
