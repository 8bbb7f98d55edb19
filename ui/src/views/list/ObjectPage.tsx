import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { objectQuery } from "../../core/metadata";
import { listRecords, pathOf, recordsKey } from "../../core/records";
import { nameOf } from "../../core/finding";
import { Failure } from "../../widgets/Failure";

/** The records of an object. */
export function ObjectPage() {
  const { object = "" } = useParams();
  const { t } = useTranslation();
  const described = useQuery(objectQuery(object));
  const rows = useQuery({
    queryKey: [...recordsKey(object), "list"],
    queryFn: ({ signal }) => listRecords(object, { fields: ["id", ...(described.data?.fields ?? []).map(pathOf)] }, signal),
    enabled: described.data !== undefined,
  });
  const cause = described.error ?? rows.error;
  if (cause) return <Failure cause={cause} />;
  if (!described.data || !rows.data) return <p className="unseen">{t("state.loading")}</p>;
  const meta = described.data;
  return (
    <ul>{rows.data.data.map((row) => <li key={row.id}><Link to={`/o/${object}/${row.id}`}>{nameOf(meta, row)}</Link></li>)}</ul>
  );
}
