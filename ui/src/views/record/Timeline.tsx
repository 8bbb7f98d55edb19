import { Button } from "@mantine/core";
import { useInfiniteQuery, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useCreation } from "../../core/creation";
import { nameOf } from "../../core/finding";
import { readTimeline, timelineKey, type Happened } from "../../core/history";
import { COMMENT, type Named } from "../../core/mentions";
import { may, objectQuery, objectsQuery, type FieldMeta, type ObjectMeta } from "../../core/metadata";
import type { RecordRow, Value } from "../../core/records";
import { kindOf } from "../../fields/registry";
import { Avatar } from "../../widgets/Avatar";
import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { State } from "../../widgets/State";
import { isBlank } from "../form/places";
import { Changes } from "./History";
import { Moment } from "./Moment";
import { Remark } from "./Remark";
import { Say } from "./Say";
import { useNamed } from "./useMentions";

const MOST_FACTS = 4;

/** What was done about a record, said and changed, the newest first, with a way to add to it. */
export function Timeline({ object, row, only = null }: { object: ObjectMeta; row: RecordRow; only?: string | null }) {
  const { t } = useTranslation();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: timelineKey(object.name, row.id),
    queryFn: ({ pageParam, signal }) => readTimeline(object.name, row.id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.page.next,
  });
  const adders = useAdders(object);
  const comment = adders.find(({ object: other }) => other.name === COMMENT);
  const entries = (data?.pages ?? []).flatMap((page) => page.data).filter((entry) => only === null || entry.kind === only);
  const people = useNamed(entries.flatMap(({ kind, record }) => (kind === COMMENT ? textsOf(record) : [])));
  return (
    <div className="timeline">
      {comment && <Say key={row.id} object={object} row={row} comment={comment.object} pointer={comment.pointer} />}
      {only === null && <Adding object={object} row={row} adders={adders} />}
      {error ? <Failure cause={error} onRetry={() => void refetch()} /> : data !== undefined && entries.length === 0 && !hasNextPage && (
        <State title={t("timeline.none")} hint={t("timeline.noneHint")} />
      )}
      <ol className="history">{entries.map((entry) => <Entry key={`${entry.at} ${entry.kind} ${entry.id ?? ""}`} object={object} row={row} entry={entry} people={people} />)}</ol>
      {hasNextPage && <Button variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t("timeline.earlier")}</Button>}
    </div>
  );
}

/** The words of a comment, whatever field they stand in. */
const textsOf = (record: RecordRow | undefined): readonly string[] => Object.values(record ?? {}).filter((value) => typeof value === "string");

interface Adder {
  object: ObjectMeta;
  pointer: FieldMeta;
}

/** The objects whose records can be about one of this object, and that may be created. */
function useAdders(object: ObjectMeta): readonly Adder[] {
  const { data: objects = [] } = useQuery(objectsQuery());
  const described = useQueries({ queries: objects.filter((other) => may(other, "create")).map(({ name }) => objectQuery(name)) });
  return described.flatMap(({ data }) => {
    const pointer = data?.fields.find((field) => field.writable && field.targets?.includes(object.name));
    return data && pointer ? [{ object: data, pointer }] : [];
  });
}

const pointing = (object: ObjectMeta, row: RecordRow): Value => ({ type: object.name, id: row.id, name: nameOf(object, row) });

interface AddingProps {
  object: ObjectMeta;
  row: RecordRow;
  adders: readonly Adder[];
}

/** Buttons that make records about this one: a call, a meeting, a note. */
function Adding({ object, row, adders }: AddingProps) {
  const { t } = useTranslation();
  const create = useCreation();
  const client = useQueryClient();
  const add = async ({ object: other, pointer }: Adder, values: Readonly<Record<string, Value>>) => {
    const made = await create?.(other.name, { [pointer.name]: pointing(object, row), ...values });
    if (made) await client.invalidateQueries({ queryKey: timelineKey(object.name, row.id) });
  };
  const buttons = adders.filter(({ object: other }) => other.name !== COMMENT).flatMap((adder) => {
    // An object of several kinds has a button for each of them.
    const kind = adder.object.fields.find((field) => field.name === "kind" && field.values);
    if (!kind) return [{ key: adder.object.name, label: adder.object.label, icon: adder.object.icon, act: () => add(adder, {}) }];
    return (kind.values ?? []).filter(({ active }) => active !== false).map(({ name, label, icon }) => ({
      key: `${adder.object.name} ${name}`, label, icon: icon ?? adder.object.icon, act: () => add(adder, { [kind.name]: name }),
    }));
  });
  return buttons.length === 0 ? null : (
    <div className="timeline-adding" role="group" aria-label={t("timeline.add")}>
      {buttons.map((button) => <button key={button.key} type="button" className="tool" onClick={() => void button.act()}><Icon name={button.icon ?? "plus"} size={14} />{button.label}</button>)}
    </div>
  );
}

interface EntryProps {
  object: ObjectMeta;
  row: RecordRow;
  entry: Happened;
  people: ReadonlyMap<string, Named>;
}

function Entry({ object, row, entry, people }: EntryProps) {
  const { t } = useTranslation();
  const name = entry.by?.name ?? t("history.somebody");
  return (
    <li data-kind={entry.kind}>
      <Avatar name={name} />
      <div>
        <p><b>{name}</b> <Moment at={entry.at} /></p>
        {entry.changes && <Changes object={object} changes={entry.changes} />}
        {entry.record && entry.kind === COMMENT && <Remark object={object} row={row} by={entry.by?.id ?? null} said={entry.record} people={people} />}
        {entry.record && entry.kind !== COMMENT && <About kind={entry.kind} record={entry.record} />}
      </div>
    </li>
  );
}

/** A record about this one: its name leads to it, and what else it says stands below. */
function About({ kind, record }: { kind: string; record: RecordRow }) {
  const { data: meta } = useQuery(objectQuery(kind));
  if (!meta) return null;
  const own = meta.fields.filter((field) => !field.system && field.name !== meta.name_field && !field.targets && !isBlank(record[field.name]) && record[field.name] !== false);
  const said = own.filter((field) => kindOf(field).wide);
  const facts = own.filter((field) => !kindOf(field).wide).slice(0, MOST_FACTS);
  const named = meta.fields.some(({ name, writable }) => name === meta.name_field && writable) && !isBlank(record[meta.name_field ?? ""]);
  return (
    <div className="timeline-about">
      {named && <Link className="way" to={`/o/${kind}/${record.id}`}><Icon name={meta.icon} size={14} />{nameOf(meta, record)}</Link>}
      {facts.length > 0 && named && <p className="timeline-facts">{facts.map((field) => <Shown key={field.name} field={field} value={record[field.name]} dense />)}</p>}
      {said.map((field) => <Shown key={field.name} field={field} value={record[field.name]} />)}
    </div>
  );
}

function Shown({ field, value, dense = false }: { field: FieldMeta; value: Value; dense?: boolean }) {
  const { Display } = kindOf(field);
  return <Display field={field} value={value} dense={dense} />;
}
