import { DatePicker } from "@mantine/dates";
import "@mantine/dates/styles.css";
import "dayjs/locale/zh-cn";
import { useId, type RefObject } from "react";
import { useTranslation } from "react-i18next";

import { firstWeekday } from "../../core/week";
import { personZone } from "../../core/zone";
import { wallOf } from "../../formula/moments";
import { Panel } from "../../widgets/Panel";
import { dateText } from "./text";

interface Props {
  anchor: RefObject<HTMLElement | null>;
  label: string;
  day: string | null;
  onPick: (day: string) => void;
  onClose: () => void;
}

/** What the library asks of a language: the locale of its names, and how it writes months and years. */
const WRITTEN = {
  en: { locale: "en" },
  zh: { locale: "zh-cn", monthLabelFormat: "YYYY年M月", yearLabelFormat: "YYYY年", monthsListFormat: "M月" },
} as const;

/** A month to pick a day from, at the box that it is for. */
export function Calendar({ anchor, label, day, onPick, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const today = new Date(wallOf(Date.now(), personZone())).toISOString().slice(0, 10);
  const begins = day !== null && !Number.isNaN(Date.parse(day)) ? day : today;
  const first = (firstWeekday(i18n.language, navigator.languages) % 7) as 0 | 1 | 2 | 3 | 4 | 5 | 6;
  return (
    <Panel anchor={anchor} id={id} onClose={onClose} width="auto" position="bottom-start" label={label}>
      {/* What stands around, such as the panel of a filter, takes no press in here for one outside of it. */}
      <div onMouseDown={(event) => event.stopPropagation()} onTouchStart={(event) => event.stopPropagation()}>
        <DatePicker
          {...WRITTEN[i18n.language === "zh" ? "zh" : "en"]} value={day} defaultDate={begins} firstDayOfWeek={first} weekendDays={[]} highlightToday __stopPropagation
          onChange={(chosen) => { if (chosen !== null) onPick(chosen); }} allowDeselect={false}
          getDayProps={(each) => ({ "data-autofocus": each === begins || undefined })}
          getDayAriaLabel={(each) => dateText(null, each, i18n.language)}
          ariaLabels={{
            previousMonth: t("input.previousMonth"), nextMonth: t("input.nextMonth"), previousYear: t("input.previousYear"), nextYear: t("input.nextYear"),
            previousDecade: t("input.previousDecade"), nextDecade: t("input.nextDecade"), monthLevelControl: t("input.chooseMonth"), yearLevelControl: t("input.chooseYear"),
          }}
        />
      </div>
    </Panel>
  );
}
