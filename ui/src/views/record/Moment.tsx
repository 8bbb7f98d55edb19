import { useTranslation } from "react-i18next";

import { momentText } from "../../core/zone";

const MINUTE: [Intl.RelativeTimeFormatUnit, number] = ["minute", 60];
const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [["day", 86_400], ["hour", 3_600], MINUTE];
const WEEK = 7 * 86_400;

/** When something was: how long ago where that is short, else the day; the whole of it on pointing. */
export function Moment({ at }: { at: string }) {
  const { t, i18n } = useTranslation();
  const then = Date.parse(at);
  const seconds = (then - Date.now()) / 1000;
  const whole = momentText(at, i18n.language);
  const unit = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? MINUTE;
  const text = Math.abs(seconds) < MINUTE[1] ? t("moment.now") : Math.abs(seconds) < WEEK
    ? new Intl.RelativeTimeFormat(i18n.language, { numeric: "auto" }).format(Math.trunc(seconds / unit[1]), unit[0])
    : momentText(at, i18n.language, { dateStyle: "medium" });
  return <time className="quiet" dateTime={at} title={whole}>{text}</time>;
}
