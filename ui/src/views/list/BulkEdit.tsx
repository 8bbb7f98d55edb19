import { Button, Modal, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { changeChosen, countChange, countOf, type Chosen } from "../../core/bulk";
import { useGroups } from "../../core/grouping";
import { fieldOf, type FieldMeta, type ObjectMeta } from "../../core/metadata";
import { Problem } from "../../core/problem";
import { recordsKey, type Value } from "../../core/records";
import { kindOf, writtenBy } from "../../fields/registry";
import { BULK } from "../../words/bulk";
import { teach } from "../../words/resources";
import { useBulk } from "./useBulk";

teach(BULK);

interface Props {
  object: ObjectMeta;
  chosen: Chosen;
  onClose: () => void;
  onDone: () => void;
}

/** One value for one field of all that is chosen: what they have now is shown beside what they get. */
export function BulkEdit({ object, chosen, onClose, onDone }: Props) {
  const { t, i18n } = useTranslation();
  const writable = object.fields.filter((field) => field.writable && !field.masked);
  const [name, setName] = useState((writable.find((field) => field.values) ?? writable[0])?.name ?? "");
  const [value, setValue] = useState<Value>(null);
  const { busy, refused, carryOut, forget } = useBulk(object, "list.changed", onDone);
  const field = fieldOf(object, name);
  const counted = useCounted(object, chosen, name);
  if (!field) return null;
  const { Input } = kindOf(field);
  const { count } = counted;
  const apply = () => carryOut(() => changeChosen(object.name, chosen.rows === null ? { ...chosen, count } : chosen, name, writtenBy(field, value)));
  // Of what the platform itself keeps only the owner can be written: given to somebody, never taken from all.
  const lacking = (field.required || field.system) && (value === null || value === "" || (Array.isArray(value) && value.length === 0));
  const problems = [...counted.problems, ...refused];
  const title = t("list.bulkTitle", { count, shown: count.toLocaleString(i18n.language) });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("act.close") }}>
      <form className="bulk" onSubmit={(event) => { event.preventDefault(); void apply(); }}>
        <NativeSelect
          label={t("list.bulkField")} value={name} data={writable.map((item) => ({ value: item.name, label: item.label }))}
          onChange={(event) => { setName(event.currentTarget.value); setValue(null); forget(); }}
        />
        <Input key={name} field={field} value={value} onChange={(next) => { setValue(next); forget(); }} />
        {lacking && <p className="quiet" role="status">{t("list.bulkLacking", { label: field.label })}</p>}
        <Preview object={object} field={field} chosen={chosen} value={value} lacking={lacking} count={count} />
        {problems.length > 0 && <ul role="alert">{problems.map((words) => <li key={words}>{words}</li>)}</ul>}
        <div className="bulk-acts">
          <Button variant="default" onClick={onClose}>{t("act.cancel")}</Button>
          <Button type="submit" loading={busy} disabled={counted.problems.length > 0 || lacking}>{t("list.bulkApply", { count, shown: count.toLocaleString(i18n.language) })}</Button>
        </div>
      </form>
    </Modal>
  );
}

/** How many there are, asked again of the server where a filter says which. */
function useCounted(object: ObjectMeta, chosen: Chosen, field: string): { count: number; problems: readonly string[] } {
  const { data, error } = useQuery({
    queryKey: [...recordsKey(object.name), "bulk", chosen.filter, chosen.search],
    queryFn: ({ signal }) => countChange(object.name, chosen, field, null, signal),
    enabled: chosen.rows === null,
    retry: false,
  });
  return { count: data ?? countOf(chosen), problems: error instanceof Problem ? error.sentences : [] };
}

const MOST = 6;

/** What the records have in the field now, how many each, and what they will have. */
function Preview({ object, field, chosen, value, lacking, count }: { object: ObjectMeta; field: FieldMeta; chosen: Chosen; value: Value; lacking: boolean; count: number }) {
  const { t, i18n } = useTranslation();
  const groups = useGroups(object, field.groupable ? field : null, [], { filter: chosen.filter, search: chosen.search });
  const { Display } = kindOf(field);
  const number = (many: number) => <span className="numeric quiet">{many.toLocaleString(i18n.language)}</span>;
  const shown = (now: Value) => (now === null || now === undefined || now === "" ? <span className="quiet">{t("value.none")}</span> : <Display field={field} value={now} dense />);
  const sorted = [...groups.values()].sort((left, right) => Number(right["count"]) - Number(left["count"]));
  const known = sorted.length > MOST && sorted[0]?.["count"] === 1 ? [] : sorted; // all differ: a list of some tells nothing
  const rest = known.slice(MOST).reduce((sum, group) => sum + Number(group["count"]), 0);
  return (
    <section className="bulk-preview" aria-label={t("list.bulkPreview")}>
      <h3>{t("list.bulkNow")}</h3>
      <h3>{t("list.bulkThen")}</h3>
      <ul>
        {known.slice(0, MOST).map((group) => <li key={String(JSON.stringify(group[field.name]))}>{shown(group[field.name])}{number(Number(group["count"]))}</li>)}
        {rest > 0 && <li><span className="quiet">{t("list.bulkOthers")}</span>{number(rest)}</li>}
        {known.length === 0 && <li><span className="quiet">{t("list.bulkAny")}</span>{number(count)}</li>}
      </ul>
      <div>{lacking ? <span className="quiet">{t("list.bulkOpen")}</span> : <>{shown(value)}{number(count)}</>}</div>
    </section>
  );
}
