import type { FieldKind } from "../registry";
import { TEXT_OPERATORS } from "../operators";
import { PlainFilter, PlainInput } from "./later";
import { PlainDisplay } from "./Plain";
import { plainText } from "./text";

/** The kind of every type that nobody taught: it shows anything and takes text. */
export const PLAIN: FieldKind = {
  type: "plain", Display: PlainDisplay, Input: PlainInput, Filter: PlainFilter, operators: TEXT_OPERATORS, text: plainText,
};
