import { DndContext } from "@dnd-kit/core";
import { useElementSize } from "@mantine/hooks";
import { useLayoutEffect, useRef, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "../../widgets/Icon";
import { Bar } from "../dates/Bar";
import { DAY, HOUR, standsInDays } from "../dates/spans";
import type { Happening } from "../dates/useDated";
import { useDragging } from "../dates/useDragging";
import { useReschedule } from "../dates/useReschedule";
import { AgendaItem } from "./Agenda";
import type { LaidDates } from "./laid";
import { lanesOf, roomy, slotsOf } from "./lanes";
import { More } from "./More";
import { Spoken } from "./Spoken";
import { clockText, dayTitle, weekdayTitle } from "./titles";
import { nowPlace } from "./weeks";

const HOUR_HEIGHT = 48;
const ROW = 22;
const STEP = HOUR / 4;
const LEAST_WIDE = 50; // pixels in which a time can be read
const MORNING = 8; // where hours begin to be of interest, if nothing is earlier

/** What lasts for a day or more lies above the hours. */
const isLong = ({ span }: Happening): boolean => span.whole || span.to - span.from >= DAY;

/** Where in a day something from one time to another is drawn. */
const hours = (from: number, to: number) => ({ top: (from / HOUR) * HOUR_HEIGHT + 1, height: ((to - from) / HOUR) * HOUR_HEIGHT - 2 });

function keyWay(key: string, what: Happening): number | null {
  const ways: Readonly<Record<string, number>> = { ArrowLeft: -DAY, ArrowRight: DAY, ArrowUp: what.span.whole ? -7 * DAY : -STEP, ArrowDown: what.span.whole ? 7 * DAY : STEP };
  return ways[key] ?? null;
}

/** A week by its hours, with what is of whole days above them. */
export function Week({ object, shown, dated, happenings, today, from, onAdd }: LaidDates & { from: number }) {
  const { t, i18n } = useTranslation();
  const { ref, width } = useElementSize();
  const scroll = useRef<HTMLDivElement>(null);
  const reschedule = useReschedule(object, dated);
  const timed = !happenings.every(isLong) || !standsInDays(dated);
  const dragging = useDragging({
    dated, onDrop: reschedule.move, keyWay, stepOf: ({ span }) => (span.whole ? DAY : STEP),
    wayOf: ({ x, y }, what) => Math.round(x / (width / 7 || 1)) * DAY + (isLong(what) ? 0 : Math.round((y / HOUR_HEIGHT) * HOUR / STEP) * STEP),
  });
  const { held } = dragging;
  const earliest = Math.min(MORNING, ...happenings.filter((each) => !isLong(each)).map(({ span }) => (span.from % DAY) / HOUR));
  useLayoutEffect(() => void scroll.current?.scrollTo({ top: (earliest - 0.5) * HOUR_HEIGHT }), [from, earliest]);
  const ghost = held && { ...held.what, span: held.span };
  const lanes = lanesOf(happenings.filter(isLong), from);
  const days = Array.from({ length: 7 }, (_, day) => from + day * DAY);
  const depth = lanes.reduce((most, { lane }) => Math.max(most, lane + 1), 1);
  const now = nowPlace();
  const short = happenings.filter((each) => !isLong(each));
  const abreast = Math.max(2, Math.floor(width / 7 / LEAST_WIDE));
  const bar = (item: Happening, part: string) => ({
    object, dated, what: item, part, onKeyDown: dragging.onKeyDown(item), onBlur: dragging.letGo,
    state: item === ghost ? "ghost" as const : item.id === held?.what.id ? "held" as const : undefined,
  });
  const addAt = (day: number) => (event: MouseEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    const y = event.clientY - event.currentTarget.getBoundingClientRect().top;
    onAdd?.(day + Math.floor((y / HOUR_HEIGHT) * 2) * (HOUR / 2));
  };
  return (
    <DndContext {...dragging.context}>
      <Spoken held={held} language={i18n.language} />
      <div className="week" data-kept="week" ref={scroll} role="group" aria-label={t("dates.calendarOf", { plural: object.plural })}>
        <div className="week-top">
          <div className="week-head">
            <span />
            {days.map((day) => (
              <span key={day} data-today={day === today || undefined}>
                <span>{weekdayTitle(day, i18n.language)}</span><b className="numeric">{new Date(day).getUTCDate()}</b>
                {onAdd && <button type="button" className="month-add" aria-label={t("dates.add", { day: dayTitle(day, i18n.language) })} onClick={() => onAdd(day + 9 * HOUR)}><Icon name="plus" size={13} /></button>}
              </span>
            ))}
          </div>
          <div className="week-long">
            <span className="quiet">{t("dates.allDay")}</span>
            <div ref={ref} style={{ height: timed ? depth * ROW + 6 : Math.max(depth * ROW + 6, 320) }}>
              {days.map((day) => <i key={day} onClick={() => onAdd?.(day + 9 * HOUR)} />)}
              {[...lanes, ...lanesOf(ghost && isLong(ghost) ? [ghost] : [], from)].map(({ item, column, width: length, lane, opens, closes }) => (
                <Bar
                  key={item === ghost ? "ghost" : item.id} {...bar(item, "long")} className="month-bar" opens={opens} closes={closes}
                  style={{ left: `calc(${column} * 100% / 7 + 2px)`, width: `calc(${length} * 100% / 7 - 4px)`, top: 3 + lane * ROW }}
                >
                  <b className="clip">{item.name}</b>
                </Bar>
              ))}
            </div>
          </div>
        </div>
        {timed && (
          <div className="week-hours" style={{ height: 24 * HOUR_HEIGHT }}>
            <ol aria-hidden>{Array.from({ length: 24 }, (_, hour) => <li key={hour} className="numeric">{hour > 0 && clockText(hour * HOUR)}</li>)}</ol>
            {days.map((day) => {
              const { seen, crowds } = roomy(slotsOf(short, day), abreast);
              return (
                <section key={day} data-today={day === today || undefined} aria-label={dayTitle(day, i18n.language)} onClick={addAt(day)}>
                  {day === today && <hr className="week-now" style={{ top: ((now - day) / HOUR) * HOUR_HEIGHT }} />}
                  {[...seen, ...slotsOf(ghost && !isLong(ghost) ? [ghost] : [], day)].map(({ item, from: begins, to: ends, column, columns }) => (
                    <Bar
                      key={item === ghost ? "ghost" : item.id} {...bar(item, String(day))} className="week-bar" opens={item.span.from < day} closes={item.span.to > day + DAY}
                      style={{ ...hours(begins - day, ends - day), left: `calc(${column} * 100% / ${columns} + 2px)`, width: `calc(100% / ${columns} - 6px)` }}
                    >
                      <b>{item.name}</b><time className="numeric quiet">{clockText(item.span.from)}<span> – {clockText(item.span.to)}</span></time>
                    </Bar>
                  ))}
                  {crowds.map(({ from: begins, to: ends, items }) => (
                    <More
                      key={begins} count={items.length} day={day} brief className="week-more"
                      style={{ ...hours(begins - day, ends - day), left: `calc(${abreast - 1} * 100% / ${abreast} + 2px)`, width: `calc(100% / ${abreast} - 6px)` }}
                    >
                      {slotsOf(short, day).map(({ item }) => <AgendaItem key={item.id} object={object} shown={shown} dated={dated} what={item} day={day} />)}
                    </More>
                  ))}
                </section>
              );
            })}
          </div>
        )}
      </div>
    </DndContext>
  );
}
