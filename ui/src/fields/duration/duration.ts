import { equality, IS_BLANK, IS_FILLED, ordering, quoted } from "../operators";
import { lazily } from "../lazy";
import { defineField } from "../registry";
import { DurationDisplay } from "./DurationDisplay";
import { durationText, isDuration } from "./text";

export const DURATION = defineField({
  type: "duration", Display: DurationDisplay, Input: lazily((parts) => parts.DurationInput), Filter: lazily((parts) => parts.DurationFilter),
  operators: [...ordering(quoted), ...equality(quoted), IS_BLANK, IS_FILLED], align: "end", width: 100, text: durationText,
  whole: isDuration,
});
