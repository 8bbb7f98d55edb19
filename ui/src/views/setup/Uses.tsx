import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Failure } from "../../widgets/Failure";
import { usesQuery } from "./api";
import { useKindWords } from "./kinds";

/** The documents that name an item, or one field or value of it. */
export function Uses({ kind, name, part }: { kind: string; name: string; part?: string }) {
  const { t } = useTranslation("setup");
  const words = useKindWords();
  const { data, error, isPending, refetch } = useQuery(usesQuery(kind, name, part));
  if (error) return <Failure cause={error} onRetry={() => void refetch()} />;
  if (isPending) return null;
  if (data === null) return <p className="quiet">{t("item.unpublished")}</p>;
  if (data.length === 0) return <p className="quiet">{t("item.usesNone")}</p>;
  return (
    <ul className="setup-uses">
      {data.map((use) => (
        <li key={`${use.kind}/${use.name}/${use.path.join("/")}/${use.package}`}>
          <span className="setup-kind">{words.kind(use.kind)}</span>
          <Link to={`/setup/${use.kind}/${use.name}`}>{use.name}</Link>
          <code className="clip quiet">{use.path.join(" › ")}</code>
        </li>
      ))}
    </ul>
  );
}
