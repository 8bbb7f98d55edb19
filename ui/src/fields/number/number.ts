import { equality, IS_BLANK, IS_FILLED, ordering } from "../operators";
import { PlainFilter, PlainInput } from "../plain/Plain";
import { defineField, type FieldKind } from "../registry";
import { NumberDisplay } from "./NumberDisplay";
import { numberText } from "./text";

const bare = (value: string) => (Number.isFinite(Number(value)) ? value : "NULL");

const NUMERIC: Omit<FieldKind, "type"> = {
  Display: NumberDisplay, Input: PlainInput, Filter: PlainFilter, operators: [...ordering(bare), ...equality(bare), IS_BLANK, IS_FILLED],
  align: "end", width: 120, text: numberText,
};

export const NUMBERS = [
  defineField({ ...NUMERIC, type: "integer" }),
  defineField({ ...NUMERIC, type: "decimal" }),
  defineField({ ...NUMERIC, type: "number" }),
  defineField({ ...NUMERIC, type: "percent" }),
  defineField({ ...NUMERIC, type: "money", sums: true }),
];
