import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { narrowed } from "../../core/choices";
import { useEdits } from "../../core/edits";
import { groupKey, measureKey, useGroups } from "../../core/grouping";
import { sortedNext, sortKey, sortText, type Listing } from "../../core/listing";
import { may, type FieldMeta, type ObjectMeta } from "../../core/metadata";
import { later } from "../../core/outdated";
import { referenceOf, type RecordRow, type Value } from "../../core/records";
import { useShortcuts } from "../../core/shortcuts";
import { valueAt, type Shown } from "../../core/views";
import { kindOf } from "../../fields/registry";
import { Grid, type GridColumn } from "../../widgets/Grid";
import { tellDone, tellProblem } from "../../widgets/telling";
import { Waiting } from "../../widgets/Waiting";
import { CellEditor } from "./CellEditor";
import { Empty } from "./Empty";
import { Measure, measuresOf, summariesOf, Summary } from "./Summary";
import { Unread } from "./Unread";
import { useRows, useSummary } from "./useRows";
import type { ChangeListing } from "./useShown";

const Selection = lazy(async () => ({ default: (await later(import("./Selection"))).Selection }));

const USUAL_WIDTH = 160;
const NAME_WIDTH = 240;

interface Props {
  object: ObjectMeta;
  listing: Listing;
  shown: Shown;
  onChange: ChangeListing;
}

type Selected = ReadonlyMap<string, RecordRow>;
const NONE: Selected = new Map();
const byId = (rows: readonly RecordRow[]): Selected => new Map(rows.map((row) => [row.id, row]));

/** What an input is given and hands out: a reference is written by its id. */
const written = (value: Value): Value => referenceOf(value)?.id ?? value;

/** The records as rows: sorted, grouped, edited in place, selected. */
export function ListView({ object, listing, shown, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const [current, setCurrent] = useState(-1);
  const [editing, setEditing] = useState<{ row: string; column: string } | null>(null);
  const [selected, setSelected] = useState<Selected>(NONE);
  // The box of all was checked for what is found so, and none unchecked since: what is read later is selected too.
  const [allOf, setAllOf] = useState<string | null>(null);
  const edits = useEdits(object.name);
  const { columns: chosen, narrowing } = shown;
  const group = shown.group?.sortable ? shown.group : null;
  const grouped = group === null ? [] : [shown.sort.find(({ field }) => field === group.name) ?? { field: group.name, descending: false }];
  const usual = shown.view.sort.map(sortKey);
  const sort = sortText([...grouped, ...shown.sort.filter(({ field }) => field !== group?.name)]);
  const summary = useSummary(object, measuresOf(summariesOf(shown)), narrowing);
  const total = typeof summary.data?.["count"] === "number" ? summary.data["count"] : null;
  const { rows, onRange, top: answer } = useRows(object, [...chosen.map(({ field }) => field), ...(group ? [group] : [])], narrowing, sort, total, group !== null);
  const { fields, columns, cell, editable } = useColumns(object, shown);

  const found = JSON.stringify(narrowing);
  const all = allOf === found;
  const known: Selected = all || selected.size > 0 ? byId(rows.known()) : NONE;
  const taken = all ? known : selected;
  const select = (row: RecordRow, on: boolean) => {
    if (!on) setAllOf(null);
    setSelected((before) => {
      const next = new Map(all ? known : before);
      if (on) next.set(row.id, row);
      else next.delete(row.id);
      return next;
    });
  };
  const selectAll = (on: boolean) => {
    setAllOf(on ? found : null);
    setSelected(NONE);
  };
  const whole = all || (known.size > 0 && [...known.keys()].every((id) => selected.has(id)));
  const open = (row: RecordRow) => void navigate(`/o/${object.name}/${row.id}`);
  /** A value with parts has no room in a cell: it is edited in the form. */
  const edit = (row: RecordRow, column: string) =>
    (fields.get(column)?.parts ? void navigate(`/o/${object.name}/${row.id}/edit`) : setEditing({ row: row.id, column }));
  const save = async (row: RecordRow, field: FieldMeta, value: Value) => {
    setEditing(null);
    const [before, after] = [written(row[field.name]), written(value)];
    if (JSON.stringify(before ?? null) === JSON.stringify(after ?? null)) return;
    try {
      const warnings = await edits.change(row, field.name, after, value);
      const back = () => void edits.change({ id: row.id, [field.name]: value }, field.name, before, row[field.name]).catch(tell);
      tellDone([t("list.saved", { field: field.label }), ...warnings].join(" "), { label: t("act.undo"), act: back });
    } catch (cause) {
      tell(cause);
    }
  };
  const tell = (cause: unknown) => tellProblem(cause, t("state.unreachable"));

  const at = rows.at(current);
  const firstEditable = columns.find(editable);
  useShortcuts({
    j: () => setCurrent(Math.min(current + 1, rows.count - 1)),
    ArrowDown: () => setCurrent(Math.min(current + 1, rows.count - 1)),
    k: () => setCurrent(Math.max(current - 1, 0)),
    ArrowUp: () => setCurrent(Math.max(current - 1, 0)),
    ...(at && { Enter: () => open(at), x: () => select(at, !taken.has(at.id)) }),
    ...(at && firstEditable && { e: () => edit(at, firstEditable.id) }),
    Escape: () => (editing ? setEditing(null) : selectAll(false)),
  });

  if (answer.error && rows.count === 0) {
    return <Unread cause={answer.error} onRetry={() => void answer.refetch()} listing={listing} onChange={onChange} />;
  }
  if (answer.isPending) return <Waiting />;
  if (rows.count === 0) return <Empty object={object} listing={listing} shown={shown} onChange={onChange} />;
  return (
    <div className="list-body" data-stale={answer.isPlaceholderData || undefined}>
      <Grid
        words={{ label: object.plural, select: t("list.select"), selectAll: t("list.selectAll"), resize: t("list.resize") }}
        columns={columns} rows={rows} current={current} onCurrent={setCurrent} selected={taken} onSelect={select} onOpen={open}
        whole={whole} onSelectAll={selectAll}
        cell={cell} editable={editable} editing={editing} onEdit={(row, column) => edit(row, column.id)}
        editor={(row, column) => {
          const field = fields.get(column.id);
          return field && <CellEditor field={narrowed(object, field, row)} value={row[field.name]} onSave={(value) => void save(row, field, value)} onCancel={() => setEditing(null)} />;
        }}
        onSort={(column, also) => onChange((now) => ({ sort: sortedNext(now.sort ?? usual, column.id, also, usual) }))}
        onResize={(column, width) =>
          onChange({ columns: chosen.map((item) => ({ field: item.field.name, width: item.field.name === column.id ? width : item.width })) }, true)}
        onRange={onRange}
        group={group && { of: (row) => groupKey(row[group.name]), head: (row) => <GroupHead object={object} shown={shown} group={group} row={row} /> }}
        footer={<Summary object={object} shown={shown} language={i18n.language} />}
      />
      {taken.size > 0 && (
        <Suspense>
          <Selection
            object={object} shown={shown} rows={[...taken.values()].map((row) => known.get(row.id) ?? row)} whole={all} total={total ?? 0} onDone={() => selectAll(false)}
          />
        </Suspense>
      )}
    </div>
  );
}

/** The columns with what stands in their cells; they stay the same while rows come and go, so that rows are drawn once. */
function useColumns(object: ObjectMeta, { columns: chosen, sort }: Shown) {
  return useMemo(() => {
    const fields = new Map<string, FieldMeta>(chosen.map(({ field }) => [field.name, field]));
    const columns = chosen.map(({ field, width }): GridColumn => {
      const kind = kindOf(field);
      const key = sort.find((item) => item.field === field.name);
      return {
        id: field.name, title: field.label, align: kind.align ?? "start", sortable: field.sortable,
        width: width ?? kind.width ?? (field.name === object.name_field ? NAME_WIDTH : USUAL_WIDTH),
        sort: key ? (key.descending ? "descending" : "ascending") : null,
      };
    });
    const cell = (row: RecordRow, column: GridColumn) => {
      const field = fields.get(column.id);
      if (!field) return null;
      const { Display } = kindOf(field);
      return <Display field={field} value={valueAt(row, field.name)} row={row} dense />;
    };
    const editable = (column: GridColumn) => may(object, "update") && (fields.get(column.id)?.writable ?? false);
    return { fields, columns, cell, editable };
  }, [object, chosen, sort]);
}

/** The head of the rows that have the same value: the value, how many there are, and the numbers over them. */
function GroupHead({ object, shown, group, row }: { object: ObjectMeta; shown: Shown; group: FieldMeta; row: RecordRow }) {
  const { t, i18n } = useTranslation();
  const summaries = summariesOf(shown);
  const measured = useGroups(object, group, measuresOf(summaries), shown.narrowing).get(groupKey(row[group.name]));
  const { Display } = kindOf(group);
  const blank = row[group.name] === null || row[group.name] === undefined;
  return (
    <>
      <b>{blank ? <span className="quiet">{t("value.none")}</span> : <Display field={group} value={row[group.name]} dense />}</b>
      <span className="quiet numeric">{measured && Number(measured["count"]).toLocaleString(i18n.language)}</span>
      {measured && summaries.map((summary) => <Measure key={measureKey(summary)} object={object} summary={summary} of={measured} />)}
    </>
  );
}
