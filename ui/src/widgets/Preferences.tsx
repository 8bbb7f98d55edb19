import { useTranslation } from "react-i18next";

import { chooseLanguage } from "../core/i18n";
import { chooseTheme, THEMES, useTheme, type Language } from "../core/preferences";
import { Choice } from "./Choice";

/** Which language the pages speak, changed at once. */
export function LanguageChoice({ onChoose = (language) => void chooseLanguage(language) }: { onChoose?: (language: Language) => void }) {
  const { t, i18n } = useTranslation();
  return (
    <Choice
      label={t("language.label")}
      value={i18n.language === "zh" ? "zh" : "en"}
      options={[{ value: "en", label: "English", lang: "en" }, { value: "zh", label: "中文", lang: "zh" }]}
      onChoose={onChoose}
    />
  );
}

const WORDS = { system: "theme.system", light: "theme.light", dark: "theme.dark" } as const;

/** Light, dark, or as the system is. */
export function Appearance() {
  const { t } = useTranslation();
  const { theme } = useTheme();
  return (
    <Choice
      label={t("theme.label")}
      value={theme}
      options={THEMES.map((value) => ({ value, label: t(WORDS[value]) }))}
      onChoose={(chosen) => chooseTheme(chosen)}
    />
  );
}
