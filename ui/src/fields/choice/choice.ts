import type { Operator } from "../../core/operator";
import type { Value } from "../../core/records";
import { textIn, textsIn } from "../frame";
import { lazily } from "../lazy";
import { IS_BLANK, IS_FILLED, quoted } from "../operators";
import { PicklistFilter } from "../picklist/Picklist";
import { PlainFilter } from "../plain/later";
import { plainText } from "../plain/text";
import { defineField } from "../registry";
import { ChoicesDisplay } from "./Choices";

const included = (path: string, words: readonly string[]) => words.map((word) => `INCLUDES(${path}, ${quoted(word)})`).join(" OR ");

function anyOf(path: string, value: Value): string | null {
  const chosen = textsIn(value);
  return chosen.length === 0 ? null : chosen.length === 1 ? included(path, chosen) : `(${included(path, chosen)})`;
}

const SOME: readonly Operator[] = [
  { name: "any", word: "filter.anyOf", takes: "many", write: anyOf },
  { name: "none", word: "filter.noneOf", takes: "many", write: (path, value) => (textsIn(value).length === 0 ? null : `NOT (${included(path, textsIn(value))})`) },
];
const TAGGED: Operator = {
  name: "has", word: "filter.contains", takes: "one", write: (path, value) => (textIn(value).trim() === "" ? null : included(path, [textIn(value).trim()])),
};

export const CHOICES = [
  defineField({
    type: "multi_picklist", Display: ChoicesDisplay, Input: lazily((parts) => parts.ChoicesInput), Filter: PicklistFilter, operators: [...SOME, IS_BLANK, IS_FILLED],
    width: 200, text: plainText,
  }),
  defineField({
    type: "tags", Display: ChoicesDisplay, Input: lazily((parts) => parts.TagsInput), Filter: PlainFilter, operators: [TAGGED, IS_BLANK, IS_FILLED], width: 200, text: plainText,
  }),
];
