import { Button } from "@mantine/core";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { later } from "../../core/outdated";
import { valueAt } from "../../core/views";
import { kindOf } from "../../fields/registry";
import { Icon } from "../../widgets/Icon";
import { State } from "../../widgets/State";
import { DAY, standsInDays } from "../dates/spans";
import { useSpoken } from "../dates/Bar";
import type { Happening } from "../dates/useDated";
import type { LaidDates } from "./laid";
import { clockText, dayTitle } from "./titles";
import { dayOf } from "./weeks";

const DatesDialog = lazy(async () => ({ default: (await later(import("../dates/DatesDialog"))).DatesDialog }));

/** The days of a month on which something is, one below the other. */
export function Agenda({ object, shown, dated, happenings, today, at, from, to, onAdd, onClear }: LaidDates & { from: number; to: number; onClear: (() => void) | null }) {
  const { t, i18n } = useTranslation();
  const here = useRef<HTMLElement>(null);
  const days = new Map<number, Happening[]>();
  for (const each of happenings) {
    for (let day = Math.max(dayOf(each.span.from), from); day < Math.min(each.span.to, to); day += DAY) days.set(day, [...(days.get(day) ?? []), each]);
  }
  const ordered = [...days].sort(([one], [other]) => one - other);
  const next = ordered.find(([day]) => day >= at)?.[0];
  useEffect(() => void here.current?.scrollIntoView({ block: "start" }), [at, next]);
  if (ordered.length === 0) {
    return (
      <State title={t(onClear ? "list.noneFound" : "dates.none", { plural: object.plural })} hint={t(onClear ? "list.noneFoundHint" : "dates.noneHint")} icon={<Icon name={object.icon} size={22} />}>
        {onClear && <Button variant="default" onClick={onClear}>{t("list.clear")}</Button>}
        {!onClear && onAdd && <Button variant="default" onClick={() => onAdd(at)}>{t("form.add")}</Button>}
      </State>
    );
  }
  return (
    <div className="agenda" data-kept="agenda">
      {ordered.map(([day, found]) => (
        <section key={day} ref={day === next ? here : null} data-today={day === today || undefined}>
          <h3>{dayTitle(day, i18n.language)}{day === today && <span>{t("dates.today")}</span>}</h3>
          <ul>{found.map((what) => <AgendaItem key={what.id} object={object} shown={shown} dated={dated} what={what} day={day} />)}</ul>
        </section>
      ))}
    </div>
  );
}

type ItemProps = Pick<LaidDates, "object" | "shown" | "dated"> & { what: Happening; day: number };

/** A record on one of its days: when it is, what it is, and the way to other dates. */
export function AgendaItem({ object, shown, dated, what, day }: ItemProps) {
  const { t } = useTranslation();
  const spoken = useSpoken(dated);
  const [asking, setAsking] = useState(false);
  const { span, row } = what;
  const fields = shown.columns.map(({ field }) => field).filter(({ name }) => ![object.name_field, dated.start.name, dated.end?.name].includes(name));
  const [opens, closes] = [span.from < day, span.to > day + DAY];
  const when = standsInDays(dated) ? "" : span.whole || (opens && closes) ? t("dates.allDay") : opens ? `– ${clockText(span.to)}` : closes || !dated.end || !row[dated.end.name] ? clockText(span.from) : `${clockText(span.from)} – ${clockText(span.to)}`;
  return (
    <li className="agenda-item" data-days={standsInDays(dated) || undefined} data-colour={what.colour ?? "none"}>
      <span className="numeric quiet">{when}</span>
      <div>
        <Link to={`/o/${object.name}/${what.id}`} data-happening={what.id} aria-label={spoken(what)}>{what.name}</Link>
        <div className="agenda-more">
          {fields.map((field) => {
            const { Display } = kindOf(field);
            const value = valueAt(row, field.name);
            return value === null || value === undefined ? null : <Display key={field.name} field={field} value={value} row={row} dense />;
          })}
        </div>
      </div>
      {dated.movable && <button type="button" className="icon-button" aria-label={t("dates.change", { name: what.name })} onClick={() => setAsking(true)}><Icon name="calendar_event" size={15} /></button>}
      {asking && <Suspense><DatesDialog object={object} dated={dated} what={what} onClose={() => setAsking(false)} /></Suspense>}
    </li>
  );
}
