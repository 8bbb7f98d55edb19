import type { Value } from "../../core/records";
import { equality, IS_BLANK, IS_FILLED, ordering, quoted } from "../operators";
import { lazily } from "../lazy";
import { defineField, type FieldKind } from "../registry";
import { DateDisplay, InstantDisplay, TimeDisplay } from "./Moment";
import { DAYS, INSTANTS } from "./placing";
import { dateText, instantText, timeText } from "./text";

/** Whether a value is a moment already, not a text that means none. */
const isMoment = (value: Value): boolean => typeof value === "string" && /^(\d{4}-\d\d-\d\d|\d\d:\d\d)/.test(value);

const MOMENT: Pick<FieldKind, "operators" | "whole"> = { whole: isMoment, operators: [...ordering(quoted, "filter.notBefore", "filter.notAfter"), ...equality(quoted), IS_BLANK, IS_FILLED] };

export const MOMENTS = [
  defineField({ ...MOMENT, type: "date", Display: DateDisplay, Input: lazily((parts) => parts.DateInput), Filter: lazily((parts) => parts.DateFilter), width: 130, text: dateText, timed: DAYS }),
  defineField({
    ...MOMENT, type: "datetime", Display: InstantDisplay, Input: lazily((parts) => parts.InstantInput), Filter: lazily((parts) => parts.InstantFilter), width: 190, text: instantText, timed: INSTANTS,
  }),
  defineField({ ...MOMENT, type: "time", Display: TimeDisplay, Input: lazily((parts) => parts.TimeInput), Filter: lazily((parts) => parts.TimeFilter), width: 90, text: timeText }),
];
