/** The parts of field types that lists can do without, in one file that is loaded when a value is first written. */
import "./inputs.css";
export { BooleanInput } from "./boolean/BooleanInput";
export { ChoicesInput, TagsInput } from "./choice/ChoicesInput";
export { ColourInput } from "./colour/ColourInput";
export { PartsInput } from "./composite/PartsInput";
export { EmailInput, PhoneInput, UrlInput } from "./contact/ContactInput";
export { DurationFilter, DurationInput } from "./duration/DurationInput";
export { SecretInput } from "./encrypted/SecretInput";
export { JsonInput } from "./json/JsonInput";
export { RichTextInput } from "./markup/RichTextInput";
export { DateFilter, DateInput, InstantFilter, InstantInput, TimeFilter, TimeInput } from "./moment/MomentInput";
export { NumberInput, PercentInput } from "./number/NumberInput";
export { PicklistInput } from "./picklist/PicklistInput";
export { PlainFilter, PlainInput } from "./plain/PlainInput";
export { RatingInput } from "./rating/RatingInput";
export { PointerInput, ReferenceFilter, ReferenceInput } from "./reference/ReferenceInput";
export { ReferencesInput } from "./reference/ReferencesInput";
export { LongTextInput } from "./text/LongTextInput";
