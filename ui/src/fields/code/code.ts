import { TEXT_OPERATORS } from "../operators";
import { PlainFilter, PlainInput } from "../plain/later";
import { plainText } from "../plain/text";
import { defineField } from "../registry";
import { CodeDisplay } from "./CodeDisplay";

const CODE = { Display: CodeDisplay, Input: PlainInput, Filter: PlainFilter, operators: TEXT_OPERATORS, text: plainText, width: 150 };

/** Texts that machines made: every sign counts. */
export const CODES = ["barcode", "external_id", "auto_number", "id"].map((type) => defineField({ ...CODE, type }));
