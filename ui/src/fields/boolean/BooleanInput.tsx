import { Checkbox } from "@mantine/core";

import { frameOf } from "../frame";
import type { InputProps } from "../registry";

/** A box to tick; a tick is final. */
export function BooleanInput(props: InputProps) {
  const { required: _, ...frame } = frameOf(props);
  return (
    <Checkbox
      {...frame} className="boolean-input" checked={props.value === true}
      onChange={(event) => {
        props.onChange(event.currentTarget.checked);
        props.onCommit?.(event.currentTarget.checked);
      }}
      onKeyDown={(event) => event.key === "Escape" && props.onCancel?.()}
    />
  );
}
