import { lazily } from "../lazy";
import { equality, IS_BLANK, IS_FILLED, quoted } from "../operators";
import { PlainFilter } from "../plain/later";
import { PlainDisplay } from "../plain/Plain";
import { plainText } from "../plain/text";
import { defineField } from "../registry";

/** A text that the database holds encrypted: it is found whole or not at all. */
export const ENCRYPTED = defineField({
  type: "encrypted", Display: PlainDisplay, Input: lazily((parts) => parts.SecretInput), Filter: PlainFilter,
  operators: [...equality(quoted), IS_BLANK, IS_FILLED], text: plainText, width: 160,
});
