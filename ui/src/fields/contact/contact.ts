import { lazily } from "../lazy";
import { TEXT_OPERATORS } from "../operators";
import { PlainFilter } from "../plain/later";
import { plainText } from "../plain/text";
import { defineField } from "../registry";
import { EmailDisplay, PhoneDisplay, UrlDisplay } from "./Contact";

const COMMON = { Filter: PlainFilter, operators: TEXT_OPERATORS, text: plainText };

export const CONTACT = [
  defineField({ ...COMMON, type: "email", Display: EmailDisplay, Input: lazily((parts) => parts.EmailInput), width: 200 }),
  defineField({ ...COMMON, type: "phone", Display: PhoneDisplay, Input: lazily((parts) => parts.PhoneInput), width: 150 }),
  defineField({ ...COMMON, type: "url", Display: UrlDisplay, Input: lazily((parts) => parts.UrlInput), width: 200 }),
];
