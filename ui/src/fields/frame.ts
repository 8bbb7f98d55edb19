import type { Value } from "../core/records";
import type { InputProps } from "./registry";

/** What stands around the input of a field: its label and help, or in a cell the name alone, and what is wrong. */
export function frameOf(props: InputProps) {
  const { field, bare = false } = props;
  return {
    label: bare ? undefined : field.label,
    description: bare ? undefined : field.help,
    "aria-label": bare ? (props.ariaLabel ?? field.label) : undefined,
    required: field.required && !bare,
    error: props.problems?.join(" "),
    autoFocus: props.autoFocus ?? false,
    "data-autofocus": props.autoFocus || undefined, // what dialogs go by
    disabled: props.disabled ?? false,
  };
}

/** A value as the text of an input. */
export const textIn = (value: Value): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** The text of an input as a value: an empty one is none. */
export const valueIn = (text: string): string | null => (text.trim() === "" ? null : text);

/** The texts of a list. */
export const textsIn = (value: Value): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];

/** The parts of a value that has some. */
export const partsIn = (value: Value): Readonly<Record<string, Value>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, Value>>) : {};
