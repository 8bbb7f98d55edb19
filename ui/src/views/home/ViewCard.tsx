import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { nameOf } from "../../core/finding";
import { fieldOf, may, objectQuery, type AppCard, type FieldMeta, type ObjectMeta, type View } from "../../core/metadata";
import { listRecords, recordsKey, type RecordRow } from "../../core/records";
import { rowFields } from "../../fields/paths";
import { kindOf } from "../../fields/registry";
import { Failure } from "../../widgets/Failure";
import { HomeCard } from "./HomeCard";

const MOST_ROWS = 5;
const MOST_VALUES = 3;

/** The first records of a view, and the way to all of them. */
export function ViewCard({ card }: { card: AppCard }) {
  const { data: object, error, refetch } = useQuery(objectQuery(card.object));
  const view = object?.views.find(({ name }) => name === card.view);
  if (object && view === undefined) return null; // it was deleted meanwhile
  if (object && view) return <Records object={object} view={view} title={card.label ?? view.label} />;
  return <HomeCard icon={null} title={card.label}>{error ? <Failure cause={error} onRetry={() => void refetch()} /> : <Blank />}</HomeCard>;
}

function Records({ object, view, title }: { object: ObjectMeta; view: View; title: string }) {
  const { t, i18n } = useTranslation();
  const fields = view.columns.flatMap(({ field }) => fieldOf(object, field) ?? []).filter(({ name }) => name !== object.name_field);
  const names = rowFields(object, fields);
  const { data, error, refetch } = useQuery({
    queryKey: [...recordsKey(object.name), "card", names, view.filter, view.sort],
    queryFn: ({ signal }) => listRecords(object.name, { fields: names, filter: view.filter, sort: view.sort, limit: MOST_ROWS, count: "capped" }, signal),
  });
  const all = (
    <>
      {data && <span className="quiet numeric">{(data.count ?? data.data.length).toLocaleString(i18n.language) + (data.count_capped ? "+" : "")}</span>}
      <Link to={`/o/${object.name}?view=${encodeURIComponent(view.name)}`} aria-label={`${t("home.all")}: ${title}`}>{t("home.all")}</Link>
    </>
  );
  return (
    <HomeCard icon={object.icon} title={title} aside={all}>
      {error ? <Failure cause={error} onRetry={() => void refetch()} /> : data === undefined ? <Blank /> : data.data.length === 0 ? <None object={object} /> : (
        <ul>{data.data.map((row) => <Row key={row.id} object={object} fields={fields} row={row} />)}</ul>
      )}
    </HomeCard>
  );
}

/** A record by its name and the first values that it has. */
function Row({ object, fields, row }: { object: ObjectMeta; fields: readonly FieldMeta[]; row: RecordRow }) {
  const filled = fields.filter(({ name }) => row[name] !== null && row[name] !== undefined && row[name] !== "" && row[name] !== false);
  return (
    <li>
      <Link to={`/o/${object.name}/${row.id}`} className="home-way clip">{nameOf(object, row)}</Link>
      <div>
        {filled.slice(0, MOST_VALUES).map((field) => {
          const { Display } = kindOf(field);
          return <span key={field.name} className="home-value" title={field.label}><Display field={field} value={row[field.name]} row={row} dense /></span>;
        })}
      </div>
    </li>
  );
}

function None({ object }: { object: ObjectMeta }) {
  const { t } = useTranslation();
  return (
    <div className="home-none">
      <p className="quiet">{t("home.none")}</p>
      {may(object, "create") && <Link to={`/o/${object.name}/new`} aria-label={`${t("form.add")}: ${object.label}`}>{t("form.add")}</Link>}
    </div>
  );
}

/** The place of rows that are being read, so that nothing moves when they come. */
function Blank() {
  return <ul aria-busy>{Array.from({ length: MOST_ROWS }, (_, index) => <li key={index} className="home-blank" />)}</ul>;
}
