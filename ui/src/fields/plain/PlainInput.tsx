import { TextBox } from "../../widgets/TextBox";
import type { FilterProps, InputProps } from "../registry";

export function PlainInput(props: InputProps) {
  const { field, value } = props;
  const given = typeof value === "string" || typeof value === "number" ? String(value) : "";
  const whole = (text: string) => (text === "" ? null : text);
  return (
    <TextBox
      label={props.bare ? undefined : field.label}
      description={props.bare ? undefined : field.help}
      aria-label={props.bare ? (props.ariaLabel ?? field.label) : undefined}
      required={field.required && !props.bare}
      value={given}
      maxLength={field.max_length}
      error={props.problems?.join(" ")}
      autoFocus={props.autoFocus ?? false}
      data-autofocus={props.autoFocus || undefined}
      disabled={props.disabled ?? false}
      onChange={(event) => props.onChange(whole(event.currentTarget.value))}
      onBlur={(event) => props.onCommit?.(whole(event.currentTarget.value))}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return; // the key chooses a Chinese character
        if (event.key === "Enter") props.onCommit?.(whole(event.currentTarget.value));
        if (event.key === "Escape") props.onCancel?.();
      }}
    />
  );
}

export function PlainFilter({ value, onChange, ariaLabel }: FilterProps) {
  return (
    <TextBox
      size="xs"
      aria-label={ariaLabel}
      value={typeof value === "string" ? value : ""}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
