import { useState } from "react";

import type { Value } from "../../core/records";
import { TextBox } from "../../widgets/TextBox";
import { frameOf, textIn } from "../frame";
import type { FilterProps, InputProps } from "../registry";
import { timeText, wallInstant, wallText } from "./text";

interface Clockwork {
  type: "date" | "datetime-local" | "time";
  /** The value as the input writes it, and back. */
  reading: (value: Value) => string;
  value: (reading: string) => Value;
}

const DATE: Clockwork = { type: "date", reading: textIn, value: (reading) => reading || null };
const INSTANT: Clockwork = { type: "datetime-local", reading: (value) => wallText(value), value: (reading) => wallInstant(reading) };
const TIME: Clockwork = { type: "time", reading: (value) => timeText(null, value), value: (reading) => reading || null };

const LAST_DAY = { date: "9999-12-31", "datetime-local": "9999-12-31T23:59", time: undefined };

function inputOf({ type, reading, value }: Clockwork) {
  return function MomentInput(props: InputProps) {
    const commit = (text: string) => props.onCommit?.(value(text));
    return (
      <TextBox
        {...frameOf(props)} type={type} max={LAST_DAY[type]} value={reading(props.value)}
        onChange={(event) => props.onChange(value(event.currentTarget.value))} onBlur={(event) => commit(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit(event.currentTarget.value);
          if (event.key === "Escape") props.onCancel?.();
        }}
      />
    );
  };
}

function filterOf({ type, reading, value }: Clockwork) {
  return function MomentFilter(props: FilterProps) {
    const [text, setText] = useState(() => reading(props.value));
    return (
      <TextBox
        size="xs" type={type} aria-label={props.ariaLabel} value={text}
        onChange={(event) => { setText(event.currentTarget.value); props.onChange(value(event.currentTarget.value)); }}
      />
    );
  };
}

export const [DateInput, DateFilter] = [inputOf(DATE), filterOf(DATE)];
export const [InstantInput, InstantFilter] = [inputOf(INSTANT), filterOf(INSTANT)];
export const [TimeInput, TimeFilter] = [inputOf(TIME), filterOf(TIME)];
