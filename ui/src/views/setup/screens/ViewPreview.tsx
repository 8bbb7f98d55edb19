import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDebouncedValue } from "@mantine/hooks";
import { useTranslation } from "react-i18next";

import { objectQuery, type FieldMeta, type ObjectMeta } from "../../../core/metadata";
import { countRecords, listRecords, recordsKey } from "../../../core/records";
import { valueAt } from "../../../core/views";
import { pathOf } from "../../../fields/paths";
import { kindOf } from "../../../fields/registry";
import { Failure } from "../../../widgets/Failure";
import { bodiesOf, itemsQuery, textOf, textsOf, type Body } from "../api";
import { worded } from "../words";
import { WayPreview } from "./WayPreview";

const SOME = 10;
const ASK_AFTER = 300;

/** What a view gives of the records that are stored: as a list the first rows, else laid out as it will be. */
export function ViewPreview({ item, object }: { item: Body; object: ObjectMeta }) {
  const { t } = useTranslation("setup");
  const stored = useQuery(itemsQuery()).data?.some(({ kind, name }) => kind === "object" && name === object.name) ?? false;
  const published = useQuery({ ...objectQuery(object.name), enabled: stored }).data;
  const asList = (textOf(item["type"]) || "list") === "list";
  return (
    <section className="screens-preview" aria-label={t("preview.title")}>
      <h3>{t("preview.title")}</h3>
      {published === undefined ? <p className="quiet">{t("view.unpublished")}</p> : asList ? <Rows item={item} object={object} published={published} /> : <WayPreview item={item} published={published} />}
    </section>
  );
}

function Rows({ item, object, published }: { item: Body; object: ObjectMeta; published: ObjectMeta }) {
  const { t } = useTranslation("setup");
  const wanted = bodiesOf(item["columns"]).map((column) => textOf(column["field"]));
  const columns = wanted.flatMap((name): FieldMeta[] => object.fields.filter((field) => field.name === name));
  const known = columns.filter(({ name }) => published.fields.some((field) => field.name === name));
  const [asked] = useDebouncedValue({ filter: textOf(item["filter"]) || null, sort: textsOf(item["sort"]), fields: ["id", ...known.map(pathOf)].join(",") }, ASK_AFTER);
  const { data, error } = useQuery({
    queryKey: [...recordsKey(object.name), "previewed", asked], placeholderData: keepPreviousData, retry: false,
    queryFn: async ({ signal }) => {
      const [page, counted] = await Promise.all([
        listRecords(object.name, { fields: asked.fields.split(","), filter: asked.filter, sort: asked.sort, limit: SOME }, signal), countRecords(object.name, asked.filter, signal),
      ]);
      return { rows: page.data, counted };
    },
  });
  if (error) return <Failure cause={error} />;
  if (data === undefined) return null;
  const hidden = columns.length - known.length;
  return (
    <>
      <div className="setup-matrix" tabIndex={0} role="region" aria-label={worded("key", "columns")}>
        <table>
          <thead><tr>{columns.map(({ name, label }) => <th key={name} scope="col">{label}</th>)}</tr></thead>
          <tbody>
            {data.rows.map((row) => (
              <tr key={row.id}>{columns.map((field) => {
                const { Display } = kindOf(field);
                const value = valueAt(row, field.name);
                return <td key={field.name}>{value === null || value === undefined ? null : <Display field={field} value={value} dense />}</td>;
              })}</tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet" role="status">{t("view.count", { count: data.counted.count, more: data.counted.count_capped ? "+" : "" })}{hidden > 0 && ` ${t("view.later")}`}</p>
    </>
  );
}
