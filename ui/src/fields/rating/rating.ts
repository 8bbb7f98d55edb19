import { lazily } from "../lazy";
import { NUMERIC_OPERATORS } from "../number/number";
import { PlainFilter } from "../plain/later";
import { plainText } from "../plain/text";
import { defineField } from "../registry";
import { RatingDisplay } from "./Rating";

export const RATING = defineField({
  type: "rating", Display: RatingDisplay, Input: lazily((parts) => parts.RatingInput), Filter: PlainFilter, operators: NUMERIC_OPERATORS, width: 120, text: plainText,
});
