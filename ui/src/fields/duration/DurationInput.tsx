import { useState } from "react";

import type { Value } from "../../core/records";
import { TextBox } from "../../widgets/TextBox";
import { frameOf } from "../frame";
import type { FilterProps, InputProps } from "../registry";
import { durationText, durationValue } from "./text";

/** What is typed, until another value comes from outside. */
function useTyped(value: Value): readonly [string, (text: string) => void] {
  const [typed, setTyped] = useState({ text: durationText(null, value), value });
  const text = typed.value === value || durationValue(typed.text) === (value ?? null) ? typed.text : durationText(null, value);
  return [text, (next) => setTyped({ text: next, value: durationValue(next) })];
}

export function DurationInput(props: InputProps) {
  const [text, setText] = useTyped(props.value);
  const commit = () => props.onCommit?.(durationValue(text));
  return (
    <TextBox
      {...frameOf(props)} className="numeric" placeholder="0:00" value={text} onBlur={commit}
      onChange={(event) => { setText(event.currentTarget.value); props.onChange(durationValue(event.currentTarget.value)); }}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        if (event.key === "Escape") props.onCancel?.();
      }}
    />
  );
}

export function DurationFilter(props: FilterProps) {
  const [text, setText] = useTyped(props.value);
  return (
    <TextBox
      size="xs" aria-label={props.ariaLabel} placeholder="0:00" value={text}
      onChange={(event) => { setText(event.currentTarget.value); props.onChange(durationValue(event.currentTarget.value)); }}
    />
  );
}
