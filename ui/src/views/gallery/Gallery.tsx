import { useElementSize } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useEffectEvent, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { nameOf } from "../../core/finding";
import { sortText } from "../../core/listing";
import type { FieldMeta, ObjectMeta } from "../../core/metadata";
import type { RecordRow } from "../../core/records";
import { useShortcuts } from "../../core/shortcuts";
import { valueAt } from "../../core/views";
import { rowFields } from "../../fields/paths";
import { kindOf } from "../../fields/registry";
import { Avatar } from "../../widgets/Avatar";
import { Waiting } from "../../widgets/Waiting";
import { teach } from "../../words/resources";
import { WAYS } from "../../words/ways";
import { Empty } from "../list/Empty";
import { Unread } from "../list/Unread";
import type { LaidOut } from "../list/waysOut";
import { Summary } from "../list/Summary";
import { columnsIn, nextCard } from "./steps";
import { usePages } from "./usePages";
import "./gallery.css";

teach(WAYS);

const HEAD = 74;
const LINE = 24;
const GAP = 12;

/** The records as cards, each with what the view shows of it. */
export function Gallery({ object, listing, shown, onChange }: LaidOut) {
  const { i18n } = useTranslation();
  const fields = shown.columns.map(({ field }) => field).filter(({ name }) => name !== object.name_field);
  const { rows, answer, onEnd } = usePages(object.name, { fields: rowFields(object, shown.columns.map(({ field }) => field)), ...shown.narrowing, sort: sortText(shown.sort) });
  if (answer.error && rows.length === 0) return <Unread cause={answer.error} onRetry={() => void answer.refetch()} listing={listing} onChange={onChange} />;
  if (answer.isPending) return <Waiting />;
  if (rows.length === 0) return <Empty object={object} listing={listing} shown={shown} onChange={onChange} />;
  return (
    <div className="list-way gallery" data-stale={answer.isPlaceholderData || undefined}>
      <Cards object={object} fields={fields} rows={rows} onEnd={onEnd} />
      <footer><Summary object={object} shown={shown} language={i18n.language} /></footer>
    </div>
  );
}

function Cards({ object, fields, rows, onEnd }: { object: ObjectMeta; fields: readonly FieldMeta[]; rows: readonly RecordRow[]; onEnd: () => void }) {
  const { ref, width } = useElementSize<HTMLUListElement>();
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const across = columnsIn(width);
  const lines = Math.ceil(rows.length / across);
  const [current, setCurrent] = useState(0);
  const virtual = useVirtualizer({ count: lines, getScrollElement: () => box, estimateSize: () => HEAD + fields.length * LINE + GAP, overscan: 4, useFlushSync: false });
  const drawn = virtual.getVirtualItems();
  const last = drawn.at(-1)?.index ?? -1;
  const reachEnd = useEffectEvent(onEnd);
  useEffect(() => { if (last >= lines - 4) reachEnd(); }, [last, lines]);

  const go = (to: number) => {
    setCurrent(to);
    virtual.scrollToIndex(Math.floor(to / across));
    setTimeout(() => box?.querySelector<HTMLElement>(`[data-card="${to}"]`)?.focus(), 40);
  };
  const press = (event: KeyboardEvent) => {
    const next = nextCard(event.key, current, across, rows.length);
    if (next === null) return;
    event.preventDefault();
    go(next);
  };
  useShortcuts({ j: () => go(Math.min(current + 1, rows.length - 1)), k: () => go(Math.max(current - 1, 0)) });
  return (
    <div className="gallery-body" data-kept="cards" ref={setBox} onKeyDown={press}>
      <ul ref={ref} style={{ height: virtual.getTotalSize() }} aria-label={object.plural}>
        {drawn.flatMap(({ index, start }) => rows.slice(index * across, (index + 1) * across).map((row, column) => {
          const at = index * across + column;
          return (
            <li key={row.id} className="card" style={{ transform: `translateY(${start}px)`, left: `calc(${column} * (100% + ${GAP}px) / ${across})`, width: `calc((100% - ${GAP * (across - 1)}px) / ${across})`, height: HEAD + fields.length * LINE }} aria-setsize={rows.length} aria-posinset={at + 1}>
              <Card object={object} fields={fields} row={row} at={at} current={at === current} onFocus={() => setCurrent(at)} />
            </li>
          );
        }))}
      </ul>
    </div>
  );
}

function Card({ object, fields, row, at, current, onFocus }: { object: ObjectMeta; fields: readonly FieldMeta[]; row: RecordRow; at: number; current: boolean; onFocus: () => void }) {
  const name = nameOf(object, row);
  return (
    <>
      <Avatar name={name} />
      <Link to={`/o/${object.name}/${row.id}`} data-card={at} tabIndex={current ? 0 : -1} onFocus={onFocus}>{name}</Link>
      <dl>
        {fields.map((field) => {
          const { Display } = kindOf(field);
          const value = valueAt(row, field.name);
          return (
            <div key={field.name}>
              <dt className="clip">{field.label}</dt>
              <dd className="clip">{value === null || value === undefined ? <span className="quiet" aria-hidden>–</span> : <Display field={field} value={value} row={row} dense />}</dd>
            </div>
          );
        })}
      </dl>
    </>
  );
}
