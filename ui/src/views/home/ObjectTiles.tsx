import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { ObjectSummary } from "../../core/metadata";
import { countRecords, recordsKey } from "../../core/records";
import { Icon } from "../../widgets/Icon";

/** What there is, where no app says what to look at first. */
export function ObjectTiles({ objects }: { objects: readonly ObjectSummary[] }) {
  const { t } = useTranslation();
  return (
    <section className="home-all" aria-labelledby="records">
      <h2 id="records">{t("home.records")}</h2>
      <ul className="home-objects">{objects.map((object) => <li key={object.name}><ObjectTile object={object} /></li>)}</ul>
    </section>
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
