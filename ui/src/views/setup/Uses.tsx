import { useQueries, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Failure } from "../../widgets/Failure";
import { Waiting } from "../../widgets/Waiting";
import { itemQuery, usesQuery, type Use } from "./api";
import { useKindWords } from "./kinds";
import { placed } from "./telling";
import { useCalled } from "./useCalled";
import { useTitles } from "./useTitles";

/** The documents that name an item, or one field or value of it. */
export function Uses({ kind, name, part }: { kind: string; name: string; part?: string }) {
  const { t } = useTranslation("setup");
  const { data, error, isPending, refetch } = useQuery(usesQuery(kind, name, part));
  if (error) return <Failure cause={error} onRetry={() => void refetch()} />;
  if (isPending) return <Waiting lines={4} />;
  if (data === null) return <p className="quiet">{t("item.unpublished")}</p>;
  if (data.length === 0) return <p className="quiet">{t("item.usesNone")}</p>;
  return <UseList uses={data} />;
}

/** Each by what people call it, with the place in its document. */
function UseList({ uses }: { uses: readonly Use[] }) {
  const words = useKindWords();
  const titles = useTitles();
  const items = [...new Map(uses.map(({ kind, name }) => [`${kind}/${name}`, { kind, name }])).values()];
  const read = useQueries({ queries: items.map(({ kind, name }) => itemQuery(kind, name)) });
  const documentsOf = (use: { kind: string; name: string }) => read.flatMap(({ data }) => (data && data.kind === use.kind && data.name === use.name ? [data.body] : []));
  const { objectOf, pending, called, behind } = useCalled(uses, documentsOf);
  if (pending || read.some((query) => query.isLoading)) return <Waiting lines={4} />;
  return (
    <ul className="setup-uses">
      {uses.map((use) => (
        <li key={`${use.kind}/${use.name}/${use.path.join("/")}/${use.package}`}>
          <span className="setup-kind">{words.one(use.kind)}</span>
          <Link to={`/setup/${use.kind}/${use.name}`} title={use.name}>{titles(use.kind, use.name)}</Link>
          <span className="clip quiet" title={use.path.join(" › ")}>{placed(use.path, documentsOf(use), { ...words.telling(use.kind), called, behind, object: objectOf(use) }).join(" › ")}</span>
        </li>
      ))}
    </ul>
  );
}
