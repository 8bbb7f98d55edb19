import { useTranslation } from "react-i18next";

import { clockText } from "../calendar/titles";
import { DAY } from "../dates/spans";
import { headOf, restsAt, type Tick, type Zoom } from "./scales";

const WIDE: Readonly<Record<Zoom, Intl.DateTimeFormatOptions>> = {
  day: { weekday: "short", month: "short", day: "numeric" }, week: { year: "numeric", month: "long" }, month: { year: "numeric", month: "long" }, quarter: { year: "numeric", month: "long" },
};
const FINE: Readonly<Record<Zoom, Intl.DateTimeFormatOptions>> = {
  day: {}, week: { weekday: "short", day: "numeric" }, month: { day: "numeric" }, quarter: { day: "numeric" },
};

interface Props {
  zoom: Zoom;
  from: number;
  to: number;
  dayWidth: number;
  names: number;
  title: string;
  today: number;
}

/** The months and days above the bars. */
export function Head({ zoom, from, to, dayWidth, names, title, today }: Props) {
  const { i18n } = useTranslation();
  const { wide, fine } = headOf(zoom, from, to);
  const widthOf = (tick: Tick) => ({ width: ((tick.to - tick.from) / DAY) * dayWidth });
  const text = (place: number, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(i18n.language, { ...options, timeZone: "UTC" }).format(place);
  // Days in Chinese end in a character for which there is no room at each of them.
  const fineText = (place: number) => (zoom === "day" ? clockText(place) : zoom === "month" || zoom === "quarter" ? String(new Date(place).getUTCDate()) : text(place, FINE[zoom]));
  return (
    <div className="timeline-head" aria-hidden>
      <span className="timeline-corner clip" style={{ width: names }}>{title}</span>
      <div>
        <div>{wide.map((tick) => <span key={tick.from} style={widthOf(tick)}><b style={{ left: names + 8 }}>{text(tick.from, WIDE[zoom])}</b></span>)}</div>
        <div className="numeric">
          {fine.map((tick) => (
            <span key={tick.from} style={widthOf(tick)} data-today={(tick.from <= today && today < tick.to && zoom !== "day" && zoom !== "quarter") || undefined} data-rest={restsAt(zoom, tick.from) || undefined}>
              {fineText(tick.from)}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
