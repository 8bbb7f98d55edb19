import { lazily } from "../lazy";
import { equality, IS_BLANK, IS_FILLED, quoted } from "../operators";
import { PlainFilter } from "../plain/later";
import { plainText } from "../plain/text";
import { defineField } from "../registry";
import { ColourDisplay } from "./Colour";

export const COLOUR = defineField({
  type: "colour", Display: ColourDisplay, Input: lazily((parts) => parts.ColourInput), Filter: PlainFilter, operators: [...equality(quoted), IS_BLANK, IS_FILLED], width: 110, text: plainText,
});
