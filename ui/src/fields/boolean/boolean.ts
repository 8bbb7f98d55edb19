import type { Operator } from "../../core/operator";
import { lazily } from "../lazy";
import { defineField } from "../registry";
import { BooleanDisplay, BooleanFilter } from "./Boolean";

const truth = (name: string, word: Operator["word"], literal: string): Operator => ({
  name, word, takes: "nothing", write: (path) => `${path} = ${literal}`,
});

export const BOOLEAN = defineField({
  type: "boolean", Display: BooleanDisplay, Input: lazily((parts) => parts.BooleanInput), Filter: BooleanFilter, width: 110,
  operators: [truth("yes", "filter.isYes", "TRUE"), truth("no", "filter.isNo", "FALSE")],
});
