import { TextBox } from "../../widgets/TextBox";
import { frameOf, textIn } from "../frame";
import type { InputProps } from "../registry";
import { numberIn } from "./text";

function inputOf(unit: string | null) {
  return function NumberInput(props: InputProps) {
    const commit = (text: string) => props.onCommit?.(numberIn(text));
    return (
      <TextBox
        {...frameOf(props)} className="number-input" inputMode={props.field.editor.scale === 0 ? "numeric" : "decimal"} autoComplete="off" value={textIn(props.value)}
        rightSection={unit} onChange={(event) => props.onChange(numberIn(event.currentTarget.value))} onBlur={(event) => commit(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit(event.currentTarget.value);
          if (event.key === "Escape") props.onCancel?.();
        }}
      />
    );
  };
}

export const NumberInput = inputOf(null);
export const PercentInput = inputOf("%");
