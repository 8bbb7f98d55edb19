import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Icon } from "../../widgets/Icon";
import { draftsQuery, type Finding } from "./api";
import { sentenceOf } from "./findings";
import { PAGELESS, useKindWords, withKeyWords } from "./kinds";
import { placed } from "./telling";
import { useCalled } from "./useCalled";
import { useTitles } from "./useTitles";

/** What the server says of one's drafts, each with the way to its place. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation("setup");
  const words = useKindWords();
  const titles = useTitles();
  const drafts = useQuery(draftsQuery()).data ?? [];
  const places = findings.map(({ path }) => {
    const [kind = "", name = "", ...rest] = path.split("/");
    return { kind, name, path: rest };
  });
  const documentsOf = (of: { kind: string; name: string }) => drafts.flatMap((draft) => (draft.kind === of.kind && draft.name === of.name && draft.item !== null ? [draft.item] : []));
  const { objectOf, called, behind } = useCalled(places, documentsOf);
  const stands = findings.some(({ severity }) => severity === "error");
  const title = t(stands ? "item.findings" : "item.warnings");
  return (
    <section className="setup-findings" aria-label={title} data-severity={stands ? "error" : "warning"}>
      <h2><Icon name={stands ? "warning" : "info"} size={15} />{title}</h2>
      <ul>
        {findings.map((found, at) => {
          const { kind, name, path } = places[at] ?? { kind: "", name: "", path: [] };
          const told = placed(path, documentsOf({ kind, name }), { ...words.telling(kind), called, behind, object: objectOf({ kind, name, path }) });
          return (
            <li key={`${found.path} ${found.code} ${found.message}`} data-severity={found.severity}>
              <Place found={found}>{PAGELESS.has(kind) ? words.kind(name) : <Link to={`/setup/${kind}/${name}`}>{[titles(kind, name), ...told].join(" › ")}</Link>}</Place> {sentenceOf(withKeyWords(found, words))}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Where something is to be mended: in a file by its line, else at its place in Setup. */
function Place({ found, children }: { found: Finding; children: ReactNode }) {
  return found.file == null ? children : <code>{found.line == null ? found.file : `${found.file}:${found.line}`}</code>;
}
