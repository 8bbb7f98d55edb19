import { lazily } from "../lazy";
import { IS_BLANK, IS_FILLED, membership } from "../operators";
import { plainText } from "../plain/text";
import { defineField } from "../registry";
import { PicklistDisplay, PicklistFilter } from "./Picklist";

export const PICKLIST = defineField({
  type: "picklist", Display: PicklistDisplay, Input: lazily((parts) => parts.PicklistInput), Filter: PicklistFilter,
  operators: [...membership, IS_BLANK, IS_FILLED], width: 140, columns: true, text: plainText,
});
