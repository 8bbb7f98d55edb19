import { DndContext } from "@dnd-kit/core";
import { useElementSize } from "@mantine/hooks";
import { useTranslation } from "react-i18next";

import { Icon } from "../../widgets/Icon";
import { Bar } from "../dates/Bar";
import { DAY, HOUR } from "../dates/spans";
import type { Happening } from "../dates/useDated";
import { useDragging } from "../dates/useDragging";
import { useReschedule } from "../dates/useReschedule";
import { AgendaItem } from "./Agenda";
import type { LaidDates } from "./laid";
import { fitted, lanesOf, type Piece } from "./lanes";
import { More } from "./More";
import { Spoken } from "./Spoken";
import { clockText, dayTitle, weekdayTitle } from "./titles";
import { monthOf, weeksOfMonth } from "./weeks";

const ROW = 22;
const HEAD = 28;
const WORKDAY = 9 * HOUR; // when what is made on a day begins
const WAYS: Readonly<Record<string, number>> = { ArrowLeft: -DAY, ArrowRight: DAY, ArrowUp: -7 * DAY, ArrowDown: 7 * DAY };

interface Props extends LaidDates {
  from: number;
  first: number;
  narrow: boolean;
  onDay: (day: number) => void;
}

/** A month in weeks, what lasts for days lying over them. */
export function Month(props: Props) {
  const { object, dated, happenings, at, from, first, narrow } = props;
  const { t, i18n } = useTranslation();
  const { ref, width, height } = useElementSize();
  const weeks = weeksOfMonth(at, first);
  const reschedule = useReschedule(object, dated);
  const cell = { width: width / 7 || 1, height: height / weeks.length || 1 };
  const dragging = useDragging({
    dated, onDrop: reschedule.move, stepOf: ({ span }) => (span.whole ? DAY : HOUR / 4), keyWay: (key) => WAYS[key] ?? null,
    wayOf: ({ x, y }) => Math.round(x / cell.width) * DAY + Math.round(y / cell.height) * 7 * DAY,
  });
  const { held } = dragging;
  const rows = Math.max(1, Math.floor((cell.height - HEAD) / ROW));
  return (
    <DndContext {...dragging.context}>
      <Spoken held={held} language={i18n.language} />
      <div className="month" data-kept="month" data-narrow={narrow || undefined} role="group" aria-label={t("dates.calendarOf", { plural: object.plural })}>
        <div className="month-head" aria-hidden>{Array.from({ length: 7 }, (_, day) => <span key={day}>{weekdayTitle(from + day * DAY, i18n.language)}</span>)}</div>
        <div className="month-weeks" ref={ref}>
          {weeks.map((week) => <WeekRow key={week} {...props} week={week} pieces={lanesOf(happenings, week)} rows={rows} dragging={dragging} />)}
        </div>
      </div>
    </DndContext>
  );
}

interface WeekProps extends Props {
  week: number;
  pieces: readonly Piece<Happening>[];
  rows: number;
  dragging: ReturnType<typeof useDragging>;
}

function WeekRow({ object, shown, dated, today, at, week, pieces, rows, narrow, dragging, onAdd, onDay }: WeekProps) {
  const { t, i18n } = useTranslation();
  const { seen, hidden } = fitted(pieces, rows);
  const days = Array.from({ length: 7 }, (_, index) => week + index * DAY);
  const onDayOf = (index: number) => pieces.filter(({ column, width }) => column <= index && index < column + width).map(({ item }) => item);
  const { held } = dragging;
  // What is moved stays in its place, and its ghost lies over the others, so that nothing shifts below the pointer.
  const ghosts = held ? lanesOf([{ ...held.what, span: held.span }], week) : [];
  const drawn = [...seen.map((piece) => ({ ...piece, state: piece.item.id === held?.what.id ? "held" as const : undefined })), ...ghosts.map((piece) => ({ ...piece, state: "ghost" as const }))];
  return (
    <div className="month-week">
      {days.map((day, index) => {
        const count = onDayOf(index).length;
        const title = dayTitle(day, i18n.language);
        const number = new Date(day).getUTCDate();
        return (
          <section
            key={day} className="month-day" data-today={day === today || undefined} data-other={monthOf(day) !== monthOf(at) || undefined} aria-label={`${title}, ${t("list.count", { count, shown: count })}`}
            onClick={(event) => event.target === event.currentTarget && (narrow ? onDay(day) : onAdd?.(day + WORKDAY))}
          >
            {narrow ? <button type="button" className="month-number" aria-label={title} onClick={() => onDay(day)}>{number}</button> : <span className="month-number">{number}</span>}
            {!narrow && onAdd && <button type="button" className="month-add" aria-label={t("dates.add", { day: title })} onClick={() => onAdd(day + WORKDAY)}><Icon name="plus" size={13} /></button>}
          </section>
        );
      })}
      {drawn.map(({ item, column, width, lane, opens, closes, state }) => (
        <Bar
          key={state === "ghost" ? "ghost" : item.id} object={object} dated={dated} what={item} part={String(week)} className="month-bar" opens={opens} closes={closes} state={state}
          style={{ left: `calc(${column} * 100% / 7 + 3px)`, width: `calc(${width} * 100% / 7 - 6px)`, top: HEAD + lane * ROW }}
          onKeyDown={dragging.onKeyDown(item)} onBlur={dragging.letGo}
        >
          {!item.span.whole && <time className="numeric quiet">{clockText(item.span.from)}</time>}<b className="clip">{item.name}</b>
        </Bar>
      ))}
      {hidden.map((count, index) => count > 0 && (
        <More
          key={index} count={count} day={days[index] ?? week} className="month-more" style={{ left: `calc(${index} * 100% / 7 + 3px)`, top: HEAD + (rows - 1) * ROW }}
          brief={narrow} onPress={narrow ? onDay : undefined}
        >
          {onDayOf(index).map((item) => <AgendaItem key={item.id} object={object} shown={shown} dated={dated} what={item} day={days[index] ?? week} />)}
        </More>
      ))}
    </div>
  );
}
