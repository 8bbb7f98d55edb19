import { lazily } from "../lazy";
import { PlainFilter, PlainInput } from "../plain/later";
import { PlainDisplay } from "../plain/Plain";
import { plainText } from "../plain/text";
import { TEXT_OPERATORS } from "../operators";
import { defineField } from "../registry";
import { LongTextDisplay } from "./LongTextDisplay";

export const TEXTS = [
  defineField({ type: "text", Display: PlainDisplay, Input: PlainInput, Filter: PlainFilter, operators: TEXT_OPERATORS, text: plainText }),
  defineField({
    type: "long_text", Display: LongTextDisplay, Input: lazily((parts) => parts.LongTextInput), Filter: PlainFilter, operators: TEXT_OPERATORS, width: 260, text: plainText, wide: true,
  }),
];
