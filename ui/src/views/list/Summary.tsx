import { useTranslation } from "react-i18next";

import { measureKey } from "../../core/grouping";
import { fieldOf, type FieldMeta, type ObjectMeta, type View } from "../../core/metadata";
import { inOneCurrency, type Value } from "../../core/records";
import type { Shown } from "../../core/views";
import { kindOf } from "../../fields/registry";
import type { Word } from "../../words/resources";
import { useSummary } from "./useRows";

type Summaries = View["summaries"];

const WORDS: Readonly<Record<Summaries[number]["function"], Word>> = {
  sum: "summary.sum", avg: "summary.avg", min: "summary.min", max: "summary.max", count_distinct: "summary.count_distinct",
};

/** The numbers over the records: those of the view, else the sums of the columns that may be summed. */
export function summariesOf(shown: Shown): Summaries {
  if (shown.summaries.length > 0) return shown.summaries;
  const summed = shown.columns.map(({ field }) => field).filter((field) => kindOf(field).sums && !field.masked && field.filterable);
  return summed.map(({ name }) => ({ field: name, function: "sum" }));
}

export const measuresOf = (summaries: Summaries): readonly string[] => summaries.map((summary) => `${summary.function}:${summary.field}`);

const COUNTED: Pick<FieldMeta, "type" | "scale"> = { type: "integer", scale: 0 };

/** One number of a group of records, with what it is. */
export function Measure({ object, summary, of }: { object: ObjectMeta; summary: Summaries[number]; of: Readonly<Record<string, Value>> }) {
  const { t } = useTranslation();
  const field = fieldOf(object, summary.field);
  if (field === undefined) return null;
  const measured = summary.function === "count_distinct" ? { ...field, ...COUNTED } : inOneCurrency(field);
  const { Display } = kindOf(measured);
  return <span className="list-sum">{t(WORDS[summary.function], { field: field.label })} <b><Display field={measured} value={of[measureKey(summary)]} dense /></b></span>;
}

/** How many rows there are, and the numbers over them. */
export function Summary({ object, shown, language }: { object: ObjectMeta; shown: Shown; language: string }) {
  const { t } = useTranslation();
  const summaries = summariesOf(shown);
  const { data } = useSummary(object, measuresOf(summaries), shown.narrowing);
  const count = data?.["count"];
  return (
    <>
      <span>{typeof count === "number" ? t("list.count", { count, shown: count.toLocaleString(language) }) : ""}</span>
      {data && summaries.map((summary) => <Measure key={measureKey(summary)} object={object} summary={summary} of={data} />)}
    </>
  );
}
