import type { Operator } from "../../core/operator";
import { referenceOf, type Value } from "../../core/records";
import { partsIn } from "../frame";
import { lazily } from "../lazy";
import { IS_BLANK, IS_FILLED, quoted } from "../operators";
import { PlainFilter } from "../plain/later";
import { plainText } from "../plain/text";
import { defineField, type FieldKind } from "../registry";
import { PointerDisplay, ReferenceDisplay } from "./Reference";
import { ReferencesDisplay } from "./References";

const given = (write: (path: string, id: string) => string) => (path: string, value: Value): string | null => {
  const id = referenceOf(value)?.id;
  return id === undefined ? null : write(path, quoted(id));
};
const OPERATORS: readonly Operator[] = [
  { name: "is", word: "filter.is", takes: "one", write: given((path, id) => `${path} = ${id}`) },
  { name: "is_not", word: "filter.isNot", takes: "one", write: given((path, id) => `${path} != ${id}`) },
  IS_BLANK,
  IS_FILLED,
];
/** A pointer without the names that came with it. */
function pointed(value: Value): Value {
  const { type, id } = partsIn(value);
  return typeof type === "string" && typeof id === "string" ? { type, id } : null;
}

const REFERENCE: Omit<FieldKind, "type"> = {
  Display: ReferenceDisplay, Input: lazily((parts) => parts.ReferenceInput), Filter: lazily((parts) => parts.ReferenceFilter), operators: OPERATORS, text: plainText, width: 180,
};

const LINKED: readonly Operator[] = [
  { name: "has", word: "filter.contains", takes: "one", write: given((path, id) => `INCLUDES(${path}, ${id})`) },
  { name: "has_not", word: "filter.containsNot", takes: "one", write: given((path, id) => `NOT INCLUDES(${path}, ${id})`) },
  IS_BLANK,
  IS_FILLED,
];

export const REFERENCES = [
  defineField({
    type: "many_to_many", Display: ReferencesDisplay, Input: lazily((parts) => parts.ReferencesInput), Filter: lazily((parts) => parts.ReferenceFilter), operators: LINKED,
    lists: true, naming: ({ id }) => [id], text: plainText, width: 220,
  }),
  ...["lookup", "master_detail", "user", "owner"].map((type) => defineField({ ...REFERENCE, type, points: type === "lookup" })),
  defineField({
    type: "poly_lookup", Display: PointerDisplay, Input: lazily((parts) => parts.PointerInput), Filter: PlainFilter, operators: [IS_BLANK, IS_FILLED], width: 200,
    written: pointed,
  }),
];
