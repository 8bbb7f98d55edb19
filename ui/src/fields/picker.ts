/** What finds a record of any object, for screens that ask for one without a field. */
export { RecordPicker } from "./reference/ReferenceInput";
