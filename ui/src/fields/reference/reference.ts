import type { Operator } from "../../core/operator";
import { referenceOf, type Value } from "../../core/records";
import { partsIn } from "../frame";
import { lazily } from "../lazy";
import { IS_BLANK, IS_FILLED, quoted } from "../operators";
import { PlainFilter } from "../plain/Plain";
import { plainText } from "../plain/text";
import { defineField, type FieldKind } from "../registry";
import { PointerDisplay, ReferenceDisplay } from "./Reference";

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

export const REFERENCES = [
  ...["lookup", "master_detail", "user", "owner"].map((type) => defineField({ ...REFERENCE, type })),
  defineField({
    type: "poly_lookup", Display: PointerDisplay, Input: lazily((parts) => parts.PointerInput), Filter: PlainFilter, operators: [IS_BLANK, IS_FILLED], width: 200,
    written: pointed,
  }),
];
