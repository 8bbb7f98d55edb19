import { Button } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { cancelJob, errorsAddress, type Import, type ImportProblem, type ImportResult } from "../../core/importing";
import { fieldOf, type ObjectMeta } from "../../core/metadata";
import { Icon } from "../../widgets/Icon";
import type { Word } from "../../words/resources";

const COUNTS: readonly (readonly ["created" | "updated" | "unchanged" | "repeated" | "refused", Word])[] = [
  ["created", "import.created"], ["updated", "import.updated"], ["unchanged", "import.unchanged"], ["repeated", "import.repeated"], ["refused", "import.refused"],
];
const MOST_SHOWN = 200;

/** How far the rows are, while they are worked on. */
export function Progress({ told }: { told: Import | undefined }) {
  const { t, i18n } = useTranslation();
  const { done = 0, total = 0 } = told?.progress ?? {};
  const number = (value: number) => value.toLocaleString(i18n.language);
  return (
    <div className="import-progress" role="status">
      <p>{t(told?.dry_run ? "import.trying" : "import.running", { file: told?.file ?? "" })}</p>
      <progress {...(total > 0 && { value: done, max: total })} aria-label={t("import.progress")} />
      <p className="quiet numeric">{total > 0 ? t("import.rowsOf", { done: number(done), total: number(total) }) : t("import.queued")}</p>
      {told && !told.dry_run && <Button variant="default" onClick={() => void cancelJob(told.job)}>{t("act.cancel")}</Button>}
    </div>
  );
}

/** What came of the rows, in numbers. */
export function Counts({ result }: { result: ImportResult }) {
  const { t, i18n } = useTranslation();
  return (
    <dl className="counts">
      {COUNTS.filter(([name]) => name === "created" || result[name] > 0).map(([name, word]) => (
        <div key={name} data-tone={name === "refused" ? "bad" : undefined}><dt>{t(word)}</dt><dd className="numeric">{result[name].toLocaleString(i18n.language)}</dd></div>
      ))}
    </dl>
  );
}

/** What is wrong, by row and field; the words that come most often are told first, with how often. */
export function Refusals({ object, id, result }: { object: ObjectMeta; id: string; result: ImportResult }) {
  const { t, i18n } = useTranslation();
  const reasons = useMemo(() => reasonsOf(result.problems), [result.problems]);
  if (result.problems.length === 0) return null;
  const cut = result.problem_count > result.problems.length; // of very many the first are told
  const label = (field: string | null) => (field === null ? "" : (fieldOf(object, field)?.label ?? field));
  return (
    <section className="refusals" aria-label={t("import.problems")}>
      <header>
        <h2>{t("import.problems")}</h2>
        {result.refused > 0 && <a className="tool" href={errorsAddress(id)} download><Icon name="download" size={15} />{t("import.errorFile")}</a>}
      </header>
      {reasons.length < result.problems.length && (
        <ul>{reasons.map(([words, count]) => <li key={words}><b className="numeric">{count.toLocaleString(i18n.language)}{cut && "+"}×</b> {words}</li>)}</ul>
      )}
      <div className="sample" tabIndex={0} role="region" aria-label={t("import.problemRows")}>
        <table>
          <thead><tr><th scope="col">{t("import.row")}</th><th scope="col">{t("import.field")}</th><th scope="col">{t("import.reason")}</th></tr></thead>
          <tbody>
            {result.problems.slice(0, MOST_SHOWN).map((problem, index) => (
              <tr key={index}><td className="numeric">{problem.row?.toLocaleString(i18n.language)}</td><td>{label(problem.field)}</td><td>{problem.message}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
      {result.problem_count > MOST_SHOWN && <p className="quiet">{t("import.moreProblems", { count: result.problem_count - MOST_SHOWN, shown: (result.problem_count - MOST_SHOWN).toLocaleString(i18n.language) })}</p>}
    </section>
  );
}

const MOST_REASONS = 5;

function reasonsOf(problems: readonly ImportProblem[]): readonly (readonly [string, number])[] {
  const counted = new Map<string, number>();
  for (const { message } of problems) counted.set(message, (counted.get(message) ?? 0) + 1);
  return [...counted].filter(([, count]) => count > 1).sort(([, one], [, other]) => other - one).slice(0, MOST_REASONS);
}
