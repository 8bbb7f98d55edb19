import { useTranslation } from "react-i18next";

import type { Held } from "../dates/useDragging";
import { DAY } from "../dates/spans";
import { clockText, dayTitle } from "./titles";

/** Says to screen readers where what is moved by keys would come to stand. */
export function Spoken({ held, language }: { held: Held | null; language: string }) {
  const { t } = useTranslation();
  const told = (place: number, whole: boolean) => (whole ? dayTitle(place, language) : `${dayTitle(place, language)} ${clockText(place)}`);
  return (
    <span className="unseen" role="status">
      {held?.byKeys && t("dates.held", { name: held.what.name, from: told(held.span.from, held.span.whole), to: told(held.span.whole ? held.span.to - DAY : held.span.to, held.span.whole) })}
    </span>
  );
}
