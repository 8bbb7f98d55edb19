import { DndContext } from "@dnd-kit/core";
import { Button } from "@mantine/core";
import { useElementSize, useMediaQuery } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { useShortcuts } from "../../core/shortcuts";
import { firstWeekday } from "../../core/week";
import { Choice } from "../../widgets/Choice";
import { Icon } from "../../widgets/Icon";
import { State } from "../../widgets/State";
import { Waiting } from "../../widgets/Waiting";
import { Spoken } from "../calendar/Spoken";
import { dayIn, dayOf, dayText, nowPlace } from "../calendar/weeks";
import { Period } from "../dates/Period";
import { DAY, type Dated } from "../dates/spans";
import { useDated } from "../dates/useDated";
import { useDragging } from "../dates/useDragging";
import { useReschedule } from "../dates/useReschedule";
import { Unread } from "../list/Unread";
import type { LaidOut } from "../list/waysOut";
import { Head } from "./Head";
import { LineRow } from "./LineRow";
import { linesOf } from "./rows";
import { headOf, restsAt, SCALES, ZOOMS, type Zoom } from "./scales";

const LINE = 34;
const SCROLL_BAR = 16;
const USUAL: Zoom = "month";
const NAMES = { wide: 240, narrow: 152 };

/** The lines of a timeline, of which only those in sight are drawn. */
export function Lines({ object, listing, shown, onChange, dated }: LaidOut & { dated: Dated }) {
  const { t, i18n } = useTranslation();
  const narrow = useMediaQuery("(max-width: 760px)", undefined, { getInitialValueInEffect: false }) ?? false;
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const zoom = ZOOMS.find((each) => each === listing.scale) ?? USUAL;
  const scale = SCALES[zoom];
  const today = dayOf(nowPlace());
  const at = dayIn(listing.at) ?? today;
  const [from, to] = scale.rangeOf(at, firstWeekday(i18n.language, navigator.languages));
  const names = narrow ? NAMES.narrow : NAMES.wide;
  const seen = useElementSize();
  const dayWidth = Math.max(scale.leastWidth, (seen.width - names - SCROLL_BAR) / ((to - from) / DAY));
  const { happenings, more, answer } = useDated(object, shown, dated, from, to, shown.group ? [shown.group] : []);
  const lines = useMemo(() => linesOf(happenings, shown.group), [happenings, shown.group]);
  const reschedule = useReschedule(object, dated);
  const stepOf = (whole: boolean) => (whole ? DAY : scale.step);
  const dragging = useDragging({
    dated, onDrop: reschedule.move, stepOf: ({ span }) => stepOf(span.whole),
    wayOf: ({ x }, { span }) => Math.round((x / dayWidth) * DAY / stepOf(span.whole)) * stepOf(span.whole),
    keyWay: (key, { span }) => (key === "ArrowRight" ? stepOf(span.whole) : key === "ArrowLeft" ? -stepOf(span.whole) : null),
  });
  const width = ((to - from) / DAY) * dayWidth;
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => box, estimateSize: () => LINE, overscan: 12, getItemKey: (index) => lines[index]?.key ?? index, useFlushSync: false });

  // What one goes to comes in sight a little inside, so that what is just before it is seen as well.
  useEffect(() => {
    if (box) box.scrollLeft = ((at - from) / DAY) * dayWidth - Math.min((box.clientWidth - names) / 4, 160);
  }, [box, at, from, dayWidth, names]);
  const go = (place: number, other: Zoom = zoom) => onChange({ at: place === today ? null : dayText(place), scale: other === USUAL ? null : other }, true);
  const zoomBy = (by: 1 | -1) => { const next = ZOOMS[ZOOMS.indexOf(zoom) + by]; if (next) go(at, next); };
  useShortcuts({
    t: () => go(today), "+": () => zoomBy(-1), "-": () => zoomBy(1), ArrowLeft: () => go(scale.turn(at, -1)), ArrowRight: () => go(scale.turn(at, 1)), j: () => step(1), k: () => step(-1),
  });
  const searched = listing.find !== "" || listing.conditions.length > 0 || listing.formula !== "";

  return (
    <div className="list-way timeline" ref={seen.ref} data-stale={answer.isPlaceholderData || undefined}>
      <Period title={new Intl.DateTimeFormat(i18n.language, { year: "numeric", month: "long", timeZone: "UTC", ...(zoom === "day" && { day: "numeric" }) }).format(at)} onBack={() => go(scale.turn(at, -1))} onToday={() => go(today)} onForth={() => go(scale.turn(at, 1))}>
        <Choice label={t("dates.scale")} value={zoom} options={ZOOMS.map((value) => ({ value, label: t(`dates.${value}`) }))} onChoose={(next) => go(at, next)} />
      </Period>
      {more && <p className="period-note" role="status">{t("dates.tooMany", { count: happenings.length, shown: happenings.length.toLocaleString(i18n.language) })}</p>}
      {answer.error ? <Unread cause={answer.error} onRetry={() => void answer.refetch()} listing={listing} onChange={onChange} /> : answer.isPending ? <Waiting /> : lines.length === 0 ? (
        <State title={t(searched ? "list.noneFound" : "dates.none", { plural: object.plural })} hint={t(searched ? "list.noneFoundHint" : "dates.noneHint")} icon={<Icon name={object.icon} size={22} />}>
          {searched && <Button variant="default" onClick={() => onChange({ conditions: [], formula: "", find: "" })}>{t("list.clear")}</Button>}
        </State>
      ) : (
        <DndContext {...dragging.context} autoScroll={{ threshold: { x: 0.08, y: 0 } }}>
          <Spoken held={dragging.held} language={i18n.language} />
          <div className="timeline-box" data-kept="lines" ref={setBox} role="group" aria-label={t("dates.timelineOf", { plural: object.plural })} tabIndex={0}>
            <div style={{ width: names + width }}>
              <Head zoom={zoom} from={from} to={to} dayWidth={dayWidth} names={names} title={object.label} today={today} />
              <div className="timeline-lines" style={{ height: virtual.getTotalSize() }}>
                {headOf(zoom, from, to).fine.map((tick) => <i key={tick.from} data-rest={restsAt(zoom, tick.from) || undefined} style={{ left: names + ((tick.from - from) / DAY) * dayWidth, width: ((tick.to - tick.from) / DAY) * dayWidth }} />)}
                <hr className="timeline-now" style={{ left: names + ((nowPlace() - from) / DAY) * dayWidth }} hidden={today < from || today >= to} />
                {virtual.getVirtualItems().map(({ index, key, start }) => {
                  const line = lines[index];
                  return line && (
                    <LineRow key={key} line={line} object={object} shown={shown} dated={dated} top={start} names={names} from={from} to={to} dayWidth={dayWidth} dragging={dragging} />
                  );
                })}
              </div>
            </div>
          </div>
        </DndContext>
      )}
    </div>
  );
}

/** Go to the next or the one before of what is drawn. */
function step(by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(".timeline [data-happening]")];
  const now = all.findIndex((each) => each === document.activeElement);
  all[now === -1 ? 0 : Math.min(Math.max(now + by, 0), all.length - 1)]?.focus();
}
