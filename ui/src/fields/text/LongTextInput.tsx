import { Textarea } from "@mantine/core";

import { frameOf, textIn, valueIn } from "../frame";
import type { InputProps } from "../registry";

/** Takes a text of many lines; Ctrl-Enter ends it in a cell. */
export function LongTextInput(props: InputProps) {
  return (
    <Textarea
      {...frameOf(props)} rows={props.bare ? 1 : 4} maxLength={props.field.editor.max_length ?? undefined} value={textIn(props.value)}
      onChange={(event) => props.onChange(valueIn(event.currentTarget.value))} onBlur={(event) => props.onCommit?.(valueIn(event.currentTarget.value))}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) props.onCommit?.(valueIn(event.currentTarget.value));
        if (event.key === "Escape") props.onCancel?.();
      }}
    />
  );
}
