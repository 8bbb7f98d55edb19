import type { Value } from "../../core/records";
import { frameOf, textIn } from "../frame";
import type { FilterProps, InputProps } from "../registry";
import { MomentBox, type Clockwork } from "./MomentBox";
import { dateText, instantText, timeText, wallInstant, wallText } from "./text";
import { dayIn, readingIn, timeIn } from "./typed";

const MORNING = "09:00"; // of a day that was picked before any time was said

/** An empty text is no value; any other is read, or means nothing. */
const reading = (read: (text: string, language: string) => Value | undefined) => (text: string, language: string) =>
  (text.trim() === "" ? null : read(text, language));

const DATE: Clockwork = {
  shown: (value, language) => dateText(null, value, language), short: textIn, read: reading(dayIn), unread: "input.notDate",
  day: (value) => (typeof value === "string" ? (dayIn(value, "en") ?? null) : null), onDay: (day) => day,
};
const INSTANT: Clockwork = {
  shown: (value, language) => instantText(null, value, language), short: (value) => wallText(value).replace("T", " "), unread: "input.notInstant",
  read: reading((text, language) => { const found = readingIn(text, language); return found === undefined ? undefined : wallInstant(found); }),
  day: (value) => wallText(value).slice(0, 10) || null, onDay: (day, value) => wallInstant(`${day}T${wallText(value).slice(11) || MORNING}`),
};
const TIME: Clockwork = { shown: (value) => timeText(null, value), short: (value) => timeText(null, value), read: reading(timeIn), unread: "input.notTime" };

function inputOf(clockwork: Clockwork) {
  return function MomentInput(props: InputProps) {
    return (
      <MomentBox
        {...frameOf(props)} clockwork={clockwork} value={props.value} bare={props.bare} name={props.field.label} onCommit={props.onCommit} onCancel={props.onCancel}
        onChange={(meaning, text) => props.onChange(meaning === undefined ? text : meaning)} // which the server refuses, so that nobody takes it for none
      />
    );
  };
}

function filterOf(clockwork: Clockwork) {
  return function MomentFilter({ field, value, ariaLabel, onChange }: FilterProps) {
    return <MomentBox clockwork={clockwork} value={value} name={field.label} aria-label={ariaLabel} size="xs" onChange={(meaning) => onChange(meaning ?? null)} />;
  };
}

export const [DateInput, DateFilter] = [inputOf(DATE), filterOf(DATE)];
export const [InstantInput, InstantFilter] = [inputOf(INSTANT), filterOf(INSTANT)];
export const [TimeInput, TimeFilter] = [inputOf(TIME), filterOf(TIME)];
