import { lazily } from "../lazy";
import { IS_BLANK, IS_FILLED } from "../operators";
import { PlainFilter } from "../plain/later";
import { defineField } from "../registry";
import { JsonDisplay } from "./JsonDisplay";
import { jsonText } from "./text";

export const JSON_KIND = defineField({
  type: "json", Display: JsonDisplay, Input: lazily((parts) => parts.JsonInput), Filter: PlainFilter, operators: [IS_BLANK, IS_FILLED], width: 220, text: (_, value) => jsonText(value), wide: true,
});
