import { lazily } from "../lazy";
import { equality, IS_BLANK, IS_FILLED, ordering } from "../operators";
import { PlainFilter } from "../plain/later";
import { defineField, type FieldKind } from "../registry";
import { MoneyDisplay, NumberDisplay, PercentDisplay } from "./NumberDisplay";
import { amountText, isNumber, numberText, percentText } from "./text";

const bare = (value: string) => (Number.isFinite(Number(value)) ? value : "NULL");

export const NUMERIC_OPERATORS = [...ordering(bare), ...equality(bare), IS_BLANK, IS_FILLED];

const NUMERIC: Omit<FieldKind, "type"> = {
  Display: NumberDisplay, Input: lazily((parts) => parts.NumberInput), Filter: PlainFilter, operators: NUMERIC_OPERATORS, align: "end", width: 120, text: numberText, whole: isNumber,
};

export const NUMBERS = [
  defineField({ ...NUMERIC, type: "integer" }),
  defineField({ ...NUMERIC, type: "decimal" }),
  defineField({ ...NUMERIC, type: "number" }),
  defineField({ ...NUMERIC, type: "percent", Display: PercentDisplay, Input: lazily((parts) => parts.PercentInput), text: percentText }),
  defineField({ ...NUMERIC, type: "money", Display: MoneyDisplay, text: amountText, sums: true }),
];
