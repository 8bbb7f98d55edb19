import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import { useCreation } from "../../core/creation";
import { nameOf } from "../../core/finding";
import { fieldOf, may, objectQuery, type FieldMeta, type ObjectMeta, type RelatedList } from "../../core/metadata";
import { listRecords, recordsKey, type RecordRow } from "../../core/records";
import { pathsQuery, valueAt } from "../../core/views";
import { pathsOf } from "../../fields/paths";
import { kindOf, namedBy, namingBy } from "../../fields/registry";
import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";

const MOST = 20;

/** The records that name a record, under one relation, with a way to make another. */
export function Related({ parent, row, list }: { parent: ObjectMeta; row: RecordRow; list: RelatedList }) {
  const { data: child, error } = useQuery(objectQuery(list.object));
  if (error) return <Failure cause={error} />;
  if (child === undefined) return <div className="related" aria-busy />;
  const pointer = fieldOf(child, list.field);
  const filter = pointer && namedBy(pointer, row);
  return pointer && filter ? <Children parent={parent} row={row} list={list} child={child} pointer={pointer} filter={filter} /> : null;
}

type ChildrenProps = { parent: ObjectMeta; row: RecordRow; list: RelatedList; child: ObjectMeta; pointer: FieldMeta; filter: string };

function Children({ parent, row, list, child, pointer, filter }: ChildrenProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const create = useCreation();
  const label = list.label ?? child.plural;
  const columns = useColumns(child, list);
  const fields = [...new Set(["id", ...pathsOf(columns)])];
  const { data, error, refetch } = useQuery({
    queryKey: [...recordsKey(child.name), "related", filter, fields, list.sort],
    queryFn: ({ signal }) => listRecords(child.name, { fields, filter, sort: list.sort, limit: MOST, count: "capped" }, signal),
    enabled: columns.length > 0,
  });
  const add = async () => {
    const made = await create?.(child.name, { [pointer.name]: namingBy(pointer, { ...row, name: nameOf(parent, row) }) });
    if (made) await client.invalidateQueries({ queryKey: recordsKey(parent.name) });
  };
  const rows = data?.data ?? [];
  const listed = `/o/${child.name}?filter=${encodeURIComponent(filter)}`;
  return (
    <section className="related" aria-label={label}>
      <header>
        <h2><Icon name={child.icon} size={15} />{label}{data?.count !== undefined && data.count !== null && <span className="related-count">{data.count}{data.count_capped && "+"}</span>}</h2>
        {create && may(child, "create") && pointer.writable && (
          <button type="button" className="tool" onClick={() => void add()} aria-label={t("form.new", { label: child.label })}><Icon name="plus" size={14} />{t("form.add")}</button>
        )}
      </header>
      {error ? <Failure cause={error} onRetry={() => void refetch()} /> : data !== undefined && rows.length === 0 ? <p className="related-none quiet">{t("record.noneRelated", { plural: label })}</p> : (
        <ChildTable child={child} columns={columns} rows={rows} label={label} />
      )}
      {data?.page.next != null && <Link className="related-all" to={listed}>{t("record.all", { plural: label })}</Link>}
    </section>
  );
}

/** The columns of the list: those it names, else what a card of the child shows. */
function useColumns(child: ObjectMeta, list: RelatedList): readonly FieldMeta[] {
  const client = useQueryClient();
  const wanted = list.columns.length > 0 ? list.columns : (child.layouts[0]?.compact ?? []).filter((name) => name !== list.field);
  const paths = wanted.filter((name) => name.includes("."));
  const { data } = useQuery({ ...pathsQuery(client, child, paths), enabled: paths.length > 0 });
  return wanted.flatMap((name) => fieldOf(child, name) ?? data?.get(name) ?? []);
}

function ChildTable({ child, columns, rows, label }: { child: ObjectMeta; columns: readonly FieldMeta[]; rows: readonly RecordRow[]; label: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <div className="related-scroll">
      <table aria-label={label}>
        <thead><tr>{columns.map((field) => <th key={field.name} scope="col" data-align={kindOf(field).align ?? "start"}>{field.label}</th>)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} onClick={(event) => event.target instanceof Element && event.target.closest("a") === null && void navigate(`/o/${child.name}/${row.id}`)}>
              {columns.map((field, index) => {
                const { Display, align = "start" } = kindOf(field);
                const shown = <Display field={field} value={valueAt(row, field.name)} row={row} dense />;
                const leads = index === 0 && !field.to;
                return (
                  <td key={field.name} data-align={align}>
                    {leads ? <Link to={`/o/${child.name}/${row.id}`} aria-label={t("record.open", { name: nameOf(child, row) })}>{shown}</Link> : shown}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
