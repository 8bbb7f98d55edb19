import i18next from "i18next";
import { useSyncExternalStore } from "react";
import { initReactI18next } from "react-i18next";

import { RESOURCES } from "../words/resources";
import { surround } from "./client";
import { isLanguage, storedLanguage, type Language } from "./preferences";

/** Begin in the language chosen before, else in the browser's. */
export function startLanguage(): void {
  const language = storedLanguage(localStorage, navigator.languages);
  void i18next.use(initReactI18next).init({
    resources: RESOURCES, lng: language, fallbackLng: "en", initAsync: false,
    interpolation: { escapeValue: false }, // React escapes
    keySeparator: false, nsSeparator: false, returnNull: false,
  });
  show(language);
}

function show(language: Language): void {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  surround({ language });
}

/** Speak another language from now on, and remember it. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem("guanxi.language", language);
  show(language);
  await i18next.changeLanguage(language);
}

/** Speak the language that somebody chose elsewhere, unless one was chosen in this browser. */
export function adoptLanguage(language: string | null): void {
  if (isLanguage(language) && localStorage.getItem("guanxi.language") === null) void chooseLanguage(language);
}

let reading: string | null = null;

/** Ask for what is translated in somebody's language where the pages do not speak it; tell whether that is another one now. */
export function readIn(language: string | null): boolean {
  const next = isLanguage(language) ? null : language;
  const moved = next !== reading;
  reading = next;
  surround({ reading });
  return moved;
}
function watchLanguage(watcher: () => void): () => void {
  i18next.on("languageChanged", watcher);
  return () => i18next.off("languageChanged", watcher);
}

/** The language that is spoken, for what says no words of its own; a list has hundreds of those. */
export const useSpoken = (): string => useSyncExternalStore(watchLanguage, () => i18next.language ?? "en");
