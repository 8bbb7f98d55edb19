import { useMediaQuery } from "@mantine/hooks";
import { useTranslation } from "react-i18next";

import { useCreation } from "../../core/creation";
import { may } from "../../core/metadata";
import { useShortcuts } from "../../core/shortcuts";
import { firstWeekday } from "../../core/week";
import { Choice } from "../../widgets/Choice";
import { State } from "../../widgets/State";
import { Waiting } from "../../widgets/Waiting";
import { teach } from "../../words/resources";
import { WAYS } from "../../words/ways";
import { Period } from "../dates/Period";
import { datedBy, DAY, valuesAt, type Dated } from "../dates/spans";
import { useDated } from "../dates/useDated";
import { Unread } from "../list/Unread";
import type { LaidOut } from "../list/waysOut";
import { Agenda } from "./Agenda";
import { Month } from "./Month";
import { periodTitle } from "./titles";
import { Week } from "./Week";
import { dayIn, dayOf, dayText, monthOf, monthsLater, nowPlace, weekOf, weeksOfMonth } from "./weeks";
import "../dates/dates.css";
import "./calendar.css";

teach(WAYS);

const SCALES = ["month", "week", "agenda"] as const;
export type Scale = (typeof SCALES)[number];

/** The records in the months, weeks and days in which they are. */
export function Calendar(props: LaidOut) {
  const { t } = useTranslation();
  const dated = datedBy(props.object, props.shown);
  if (dated === null) return <State title={t("dates.noField")} />;
  return <Dates {...props} dated={dated} />;
}

/** What of the time a calendar shows. */
function rangeOf(scale: Scale, at: number, first: number): readonly [number, number] {
  if (scale === "week") return [weekOf(at, first), weekOf(at, first) + 7 * DAY];
  if (scale === "agenda") return [monthOf(at), monthOf(at, 1)];
  const weeks = weeksOfMonth(at, first);
  const [from = at] = weeks;
  return [from, from + weeks.length * 7 * DAY];
}

function Dates({ object, listing, shown, onChange, dated }: LaidOut & { dated: Dated }) {
  const { t, i18n } = useTranslation();
  const narrow = useMediaQuery("(max-width: 760px)", undefined, { getInitialValueInEffect: false }) ?? false;
  const create = useCreation();
  const scale = SCALES.find((each) => each === listing.scale) ?? (narrow ? "agenda" : "month");
  const today = dayOf(nowPlace());
  const at = dayIn(listing.at) ?? today;
  const first = firstWeekday(i18n.language, navigator.languages);
  const [from, to] = rangeOf(scale, at, first);
  const { happenings, more, answer } = useDated(object, shown, dated, from, to);

  const go = (place: number, other: Scale = scale) => onChange({ at: place === today ? null : dayText(place), scale: other === (narrow ? "agenda" : "month") ? null : other }, true);
  const turn = (by: 1 | -1) => go(scale === "week" ? at + by * 7 * DAY : monthsLater(at, by));
  const add = may(object, "create") && create ? (place: number) => void create(object.name, valuesAt(dated, place)) : null;
  useShortcuts({
    t: () => go(today), m: () => go(at, "month"), w: () => go(at, "week"), a: () => go(at, "agenda"), ArrowLeft: () => turn(-1), ArrowRight: () => turn(1),
    j: () => step(1), k: () => step(-1),
  });

  const laid = { object, shown, dated, happenings, today, at, onAdd: add };
  return (
    <div className="list-way calendar" data-stale={answer.isPlaceholderData || undefined}>
      <Period title={periodTitle(scale, from, at, i18n.language)} onBack={() => turn(-1)} onToday={() => go(today)} onForth={() => turn(1)}>
        <Choice label={t("dates.scale")} value={scale} options={SCALES.map((value) => ({ value, label: t(`dates.${value}`) }))} onChoose={(next) => go(at, next)} />
      </Period>
      {more && <p className="period-note" role="status">{t("dates.tooMany", { count: happenings.length, shown: happenings.length.toLocaleString(i18n.language) })}</p>}
      {answer.error ? <Unread cause={answer.error} onRetry={() => void answer.refetch()} listing={listing} onChange={onChange} /> : answer.isPending ? <Waiting />
        : scale === "month" ? <Month {...laid} from={from} first={first} narrow={narrow} onDay={(day) => go(day, "agenda")} />
          : scale === "week" ? <Week {...laid} from={from} /> : <Agenda {...laid} from={from} to={to} onClear={listing.find !== "" || listing.conditions.length > 0 || listing.formula !== "" ? () => onChange({ conditions: [], formula: "", find: "" }) : null} />}
    </div>
  );
}

/** Go to the next or the one before of what is shown. */
function step(by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(".calendar [data-happening]")];
  const now = all.findIndex((each) => each === document.activeElement);
  all[now === -1 ? (by === 1 ? 0 : all.length - 1) : Math.min(Math.max(now + by, 0), all.length - 1)]?.focus();
}
