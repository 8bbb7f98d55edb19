import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { ObjectMeta } from "../../core/metadata";
import { later } from "../../core/outdated";
import type { Shown } from "../../core/views";
import { kindOf } from "../../fields/registry";
import { Icon } from "../../widgets/Icon";
import { Bar } from "../dates/Bar";
import type { Dated, Span } from "../dates/spans";
import type { Happening } from "../dates/useDated";
import type { useDragging } from "../dates/useDragging";
import type { Line } from "./rows";
import { drawnAt } from "./scales";

const DatesDialog = lazy(async () => ({ default: (await later(import("../dates/DatesDialog"))).DatesDialog }));

interface Props {
  line: Line;
  object: ObjectMeta;
  shown: Shown;
  dated: Dated;
  top: number;
  names: number;
  from: number;
  to: number;
  dayWidth: number;
  dragging: ReturnType<typeof useDragging>;
}

/** A line: the head of a group, or a record with its bar. */
export function LineRow(props: Props) {
  const { line, shown, top, names } = props;
  const { t, i18n } = useTranslation();
  if ("what" in line) return <Record {...props} what={line.what} />;
  const { group } = shown;
  if (group === null) return null;
  const { Display } = kindOf(group);
  const value = line.head[group.name];
  return (
    <div className="timeline-group" style={{ transform: `translateY(${top}px)` }}>
      <span style={{ maxWidth: names * 2 }}>
        {value === null || value === undefined ? <span className="quiet">{t("value.none")}</span> : <Display field={group} value={value} row={line.head} dense />}
        <span className="quiet numeric">{line.count.toLocaleString(i18n.language)}</span>
      </span>
    </div>
  );
}

function Record({ what, object, dated, top, names, from, to, dayWidth, dragging }: Props & { what: Happening }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const { held } = dragging;
  const mine = held?.what.id === what.id ? held : null;
  const bar = (span: Span, state: "held" | "ghost" | undefined) => {
    const { left, width, opens, closes } = drawnAt(span, from, to, dayWidth);
    return (
      <Bar
        key={state === "ghost" ? "ghost" : "bar"} object={object} dated={dated} what={what} part="line" className="timeline-bar" style={{ left: names + left, width }} opens={opens} closes={closes} state={state}
        onKeyDown={dragging.onKeyDown(what)} onBlur={dragging.letGo}
      >
        <b className="clip">{what.name}</b>
      </Bar>
    );
  };
  return (
    <div className="timeline-line" style={{ transform: `translateY(${top}px)` }}>
      <span className="timeline-name" style={{ width: names }}>
        <Link to={`/o/${object.name}/${what.id}`} tabIndex={-1} className="clip">{what.name}</Link>
        {dated.movable && <button type="button" className="icon-button" aria-label={t("dates.change", { name: what.name })} onClick={() => setAsking(true)}><Icon name="calendar_event" size={14} /></button>}
      </span>
      {bar(what.span, mine ? "held" : undefined)}
      {mine && bar(mine.span, "ghost")}
      {asking && <Suspense><DatesDialog object={object} dated={dated} what={what} onClose={() => setAsking(false)} /></Suspense>}
    </div>
  );
}
