import { lazily } from "../lazy";
import { IS_BLANK, IS_FILLED, TEXT_OPERATORS } from "../operators";
import { PlainFilter } from "../plain/later";
import { plainText } from "../plain/text";
import { defineField } from "../registry";
import { MarkdownDisplay, RichTextDisplay } from "./Markup";
import { wordsOf } from "./text";

export const MARKUP = [
  defineField({
    type: "rich_text", Display: RichTextDisplay, Input: lazily((parts) => parts.RichTextInput), Filter: PlainFilter, operators: [IS_BLANK, IS_FILLED], width: 260, text: wordsOf, wide: true,
  }),
  defineField({
    type: "markdown", Display: MarkdownDisplay, Input: lazily((parts) => parts.LongTextInput), Filter: PlainFilter, operators: TEXT_OPERATORS, width: 260, text: plainText, wide: true,
  }),
];
