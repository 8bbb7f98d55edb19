import { useQueries, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { objectQuery } from "../../core/metadata";
import { Failure } from "../../widgets/Failure";
import { Waiting } from "../../widgets/Waiting";
import { itemsQuery, usesQuery, type Use } from "./api";
import { placeOf } from "./findings";
import { useKindWords } from "./kinds";
import { useTitles } from "./useTitles";

/** The lists whose entries are fields of the object that an item is about. */
const OF_FIELDS: ReadonlySet<string> = new Set(["fields", "columns", "summaries"]);

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
  const called = useTitles();
  const labelOf = useFieldLabels(uses);
  return (
    <ul className="setup-uses">
      {uses.map((use) => (
        <li key={`${use.kind}/${use.name}/${use.path.join("/")}/${use.package}`}>
          <span className="setup-kind">{words.kind(use.kind)}</span>
          <Link to={`/setup/${use.kind}/${use.name}`} title={use.name}>{called(use.kind, use.name)}</Link>
          <span className="clip quiet" title={use.path.join(" › ")}>{placeOf(use.path, (key) => words.key(use.kind, key), (list, name) => (OF_FIELDS.has(list) ? labelOf(use, name) : name)).join(" › ")}</span>
        </li>
      ))}
    </ul>
  );
}

/** What the fields are called that documents name; one that nobody sees goes by its name. */
function useFieldLabels(uses: readonly Use[]): (use: Use, field: string) => string {
  const items = useQuery(itemsQuery()).data ?? [];
  const objectOf = (use: Use) => (use.kind === "object" ? use.name : items.find(({ kind, name }) => kind === use.kind && name === use.name)?.object ?? null);
  const names = [...new Set(uses.flatMap((use) => objectOf(use) ?? []))];
  const read = useQueries({ queries: names.map((name) => ({ ...objectQuery(name), retry: false })) });
  return (use, field) => read[names.indexOf(objectOf(use) ?? "")]?.data?.fields.find(({ name }) => name === field)?.label ?? field;
}
