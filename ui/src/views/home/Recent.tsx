import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { nameOf } from "../../core/finding";
import { objectQuery } from "../../core/metadata";
import type { Visit } from "../../core/recent";
import { readRecord, recordsKey } from "../../core/records";
import { Icon } from "../../widgets/Icon";
import { HomeCard } from "./HomeCard";

/** What the reader opened last in this browser. */
export function Recent({ visits }: { visits: readonly Visit[] }) {
  const { t } = useTranslation();
  const described = useQueries({ queries: [...new Set(visits.map(({ object }) => object))].map((name) => objectQuery(name)) });
  const objects = new Map(described.flatMap(({ data }) => (data ? [[data.name, data] as const] : [])));
  const records = useQueries({
    queries: visits.map(({ object, id }) => {
      const name = objects.get(object)?.name_field;
      return {
        queryKey: [...recordsKey(object), "name", id, name],
        enabled: objects.has(object),
        queryFn: ({ signal }: { signal: AbortSignal }) => readRecord(object, id, name ? ["id", name] : ["id"], signal),
      };
    }),
  });
  const shown = visits.flatMap((visit, index) => {
    const [object, row] = [objects.get(visit.object), records[index]?.data?.data];
    return object && row ? [{ visit, object, name: nameOf(object, row) }] : [];
  });
  return (
    <HomeCard icon="clock" title={t("home.recent")}>
      {visits.length === 0 && <p className="quiet">{t("home.recentEmpty")}</p>}
      <ul>
        {shown.map(({ visit, object, name }) => (
          <li key={visit.id} className="home-visit">
            <Icon name={object.icon} /><Link to={`/o/${visit.object}/${visit.id}`} className="home-way clip">{name}</Link><span className="quiet">{object.label}</span>
          </li>
        ))}
      </ul>
    </HomeCard>
  );
}
