import "i18next";

import type { SetupWord } from "../views/setup/words";
import type { Word } from "./resources";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: Record<Word, string>; setup: Record<SetupWord, string> };
    keySeparator: false;
    nsSeparator: false;
    returnNull: false;
  }
}
