import { useQueries, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { nameOf } from "../../core/finding";
import { may, objectQuery, objectsQuery, type ObjectSummary } from "../../core/metadata";
import { recentVisits, type Visit } from "../../core/recent";
import { countRecords, readRecord, recordsKey } from "../../core/records";
import { useMe } from "../../core/session";
import { Icon } from "../../widgets/Icon";
import { State } from "../../widgets/State";
import "./home.css";

const AFTERNOON = 12;
const EVENING = 18;

/** Where one begins: what one opened last, and what there is. */
export function HomePage() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const objects = useQuery(objectsQuery());
  const readable = (objects.data ?? []).filter((object) => may(object, "read") && object.child !== true);
  if (!me) return null;
  const hour = new Date().getHours();
  const greeting = hour < AFTERNOON ? "home.morning" : hour < EVENING ? "home.afternoon" : "home.evening";
  return (
    <div className="home">
      <h1>{t(greeting, { name: me.name })}</h1>
      <Recent visits={recentVisits(me.id)} />
      <section aria-labelledby="records">
        <h2 id="records">{t("home.records")}</h2>
        {objects.data && readable.length === 0 && <State title={t("home.nothing")} hint={t("home.nothingHint")} />}
        <ul className="home-objects">{readable.map((object) => <li key={object.name}><ObjectTile object={object} /></li>)}</ul>
      </section>
    </div>
  );
}

function ObjectTile({ object }: { object: ObjectSummary }) {
  const { i18n } = useTranslation();
  const { data } = useQuery({
    queryKey: [...recordsKey(object.name), "count", null],
    queryFn: ({ signal }) => countRecords(object.name, null, signal),
  });
  return (
    <Link to={`/o/${object.name}`}>
      <Icon name={object.icon} size={18} />
      <span className="clip">{object.plural}</span>
      <span className="quiet numeric">{data && data.count.toLocaleString(i18n.language) + (data.count_capped ? "+" : "")}</span>
    </Link>
  );
}

function Recent({ visits }: { visits: readonly Visit[] }) {
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
    <section aria-labelledby="recent">
      <h2 id="recent">{t("home.recent")}</h2>
      {visits.length === 0 && <p className="quiet">{t("home.recentEmpty")}</p>}
      <ul className="home-recent">
        {shown.map(({ visit, object, name }) => (
          <li key={visit.id}>
            <Link to={`/o/${visit.object}/${visit.id}`}>
              <Icon name={object.icon} /><span className="clip">{name}</span><span className="quiet">{object.label}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
