import { useSyncExternalStore } from "react";

export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const isLanguage = (value: string | null): value is Language => LANGUAGES.some((language) => language === value);
const isTheme = (value: string | null): value is Theme => THEMES.some((theme) => theme === value);

/** Choose the language that the reader's browser prefers. */
export function preferredLanguage(preferences: readonly string[]): Language {
  const first = preferences.find((tag) => /^(en|zh)\b/i.test(tag));
  return first?.toLowerCase().startsWith("zh") ? "zh" : "en";
}

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

const systemDark = () => matchMedia("(prefers-color-scheme: dark)");
const watchers = new Set<() => void>();

/** Show and remember the appearance. */
export function chooseTheme(theme: Theme, page = document.documentElement, storage = localStorage): void {
  if (theme === "system") delete page.dataset["theme"];
  else page.dataset["theme"] = theme;
  storage.setItem("guanxi.theme", theme);
  watchers.forEach((watcher) => watcher());
}

function watchTheme(watcher: () => void): () => void {
  watchers.add(watcher);
  const system = systemDark();
  system.addEventListener("change", watcher);
  return () => {
    watchers.delete(watcher);
    system.removeEventListener("change", watcher);
  };
}

/** The appearance that was chosen, and the one that is shown. */
export function useTheme(): { theme: Theme; shown: "light" | "dark" } {
  const theme = useSyncExternalStore(watchTheme, () => storedTheme(localStorage));
  const dark = useSyncExternalStore(watchTheme, () => systemDark().matches);
  return { theme, shown: theme === "system" ? (dark ? "dark" : "light") : theme };
}
