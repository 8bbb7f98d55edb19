import { IS_BLANK, IS_FILLED, membership } from "../operators";
import { plainText } from "../plain/text";
import { defineField } from "../registry";
import { PicklistDisplay, PicklistFilter, PicklistInput } from "./Picklist";

export const PICKLIST = defineField({
  type: "picklist", Display: PicklistDisplay, Input: PicklistInput, Filter: PicklistFilter,
  operators: [...membership, IS_BLANK, IS_FILLED], width: 140, columns: true, text: plainText,
});
