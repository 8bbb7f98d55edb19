import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { nameOf } from "../../core/finding";
import { objectQuery } from "../../core/metadata";
import { noteVisit } from "../../core/recent";
import { pathOf, readRecord, recordsKey } from "../../core/records";
import { useMe } from "../../core/session";
import { kindOf } from "../../fields/registry";
import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import "./record.css";

/** A record with all its fields. */
export function RecordPage() {
  const { object = "", id = "" } = useParams();
  const { t } = useTranslation();
  const { data: me } = useMe();
  const described = useQuery(objectQuery(object));
  const meta = described.data;
  const fields = meta?.fields ?? [];
  const paths = ["id", ...fields.map(pathOf)];
  const record = useQuery({
    queryKey: [...recordsKey(object), "one", id, paths],
    queryFn: ({ signal }) => readRecord(object, id, paths, signal),
    enabled: meta !== undefined,
  });
  const row = record.data?.data;
  const read = row?.id;
  useEffect(() => {
    if (me && read !== undefined) noteVisit(me.id, { object, id: read });
  }, [me, object, read]);
  const cause = described.error ?? record.error;
  if (cause) return <Failure cause={cause} />;
  if (meta === undefined || row === undefined) return <p className="unseen" role="status">{t("state.loading")}</p>;
  return (
    <article className="record">
      <header>
        <Link to={`/o/${object}`} className="quiet"><Icon name={meta.icon} />{meta.plural}</Link>
        <h1>{nameOf(meta, row)}</h1>
      </header>
      <dl aria-label={t("record.fields")}>
        {fields.filter((field) => !field.system).map((field) => {
          const { Display } = kindOf(field);
          return <div key={field.name}><dt>{field.label}</dt><dd><Display field={field} value={row[field.name]} /></dd></div>;
        })}
      </dl>
    </article>
  );
}
