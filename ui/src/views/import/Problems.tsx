import { useTranslation } from "react-i18next";

import { Problem } from "../../core/problem";

/** What the server refuses, a sentence each. */
export function Problems({ cause }: { cause: unknown }) {
  const { t } = useTranslation();
  if (!(cause instanceof Problem)) return null;
  const sentences = cause.status === 0 ? [t("state.unreachable")] : cause.sentences;
  return <ul className="import-problems" role="alert">{sentences.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>;
}
