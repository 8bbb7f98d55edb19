import { useTranslation } from "react-i18next";

import type { FieldMeta, ObjectMeta } from "../../core/metadata";
import { kindOf } from "../../fields/registry";
import { useSummary } from "./useRows";

/** How many rows there are, and what they sum up to. */
export function Summary({ object, fields, filter, language }: { object: ObjectMeta; fields: readonly FieldMeta[]; filter: string | null; language: string }) {
  const { t } = useTranslation();
  const sums = fields.filter((field) => kindOf(field).sums && !field.masked && field.filterable);
  const { data } = useSummary(object, sums, filter);
  const count = data?.["count"];
  return (
    <>
      <span>{typeof count === "number" ? t("list.count", { count, shown: count.toLocaleString(language) }) : ""}</span>
      {data && sums.map((field) => {
        const { Display } = kindOf(field);
        return <span key={field.name} className="list-sum">{t("list.sumOf", { field: field.label })} <b><Display field={field} value={data[`${field.name}_sum`]} dense /></b></span>;
      })}
    </>
  );
}
