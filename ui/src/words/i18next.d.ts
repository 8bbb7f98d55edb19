import "i18next";

import type { Word } from "./resources";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: Record<Word, string> };
    keySeparator: false;
    nsSeparator: false;
    returnNull: false;
  }
}
