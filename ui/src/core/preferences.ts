import { LANGUAGES, preferredLanguage, type Language } from "./words";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const isLanguage = (value: string | null): value is Language => LANGUAGES.some((language) => language === value);
const isTheme = (value: string | null): value is Theme => THEMES.some((theme) => theme === value);

/** The language chosen here before, else the browser's. */
export function storedLanguage(storage: Storage, preferences: readonly string[]): Language {
  const stored = storage.getItem("guanxi.language");
  return isLanguage(stored) ? stored : preferredLanguage(preferences);
}

/** The appearance chosen here before, else the system's. */
export function storedTheme(storage: Storage): Theme {
  const stored = storage.getItem("guanxi.theme");
  return isTheme(stored) ? stored : "system";
}

/** Show and remember the language. */
export function applyLanguage(page: HTMLElement, storage: Storage, language: Language): void {
  page.lang = language;
  storage.setItem("guanxi.language", language);
}

/** Show and remember the appearance. */
export function applyTheme(page: HTMLElement, storage: Storage, theme: Theme): void {
  if (theme === "system") delete page.dataset["theme"];
  else page.dataset["theme"] = theme;
  storage.setItem("guanxi.theme", theme);
}
