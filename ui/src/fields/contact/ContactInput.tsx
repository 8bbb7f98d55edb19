import { TextBox } from "../../widgets/TextBox";
import { frameOf, textIn, valueIn } from "../frame";
import type { InputProps } from "../registry";

function inputOf(type: "email" | "tel" | "url") {
  return function ContactInput(props: InputProps) {
    const commit = (text: string) => props.onCommit?.(valueIn(text));
    return (
      <TextBox
        {...frameOf(props)} type={type} maxLength={props.field.editor.max_length ?? undefined} autoComplete="off" value={textIn(props.value)}
        onChange={(event) => props.onChange(valueIn(event.currentTarget.value))} onBlur={(event) => commit(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit(event.currentTarget.value);
          if (event.key === "Escape") props.onCancel?.();
        }}
      />
    );
  };
}

export const EmailInput = inputOf("email");
export const PhoneInput = inputOf("tel");
export const UrlInput = inputOf("url");
