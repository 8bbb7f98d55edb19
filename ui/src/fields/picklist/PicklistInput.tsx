import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Value } from "../../core/records";
import type { InputProps } from "../registry";

const plain = (value: Value) => (typeof value === "string" ? value : "");

export function PicklistInput(props: InputProps) {
  const { t } = useTranslation();
  const { field, value } = props;
  const offered = (field.values ?? []).filter((item) => item.active !== false || item.name === value);
  const data = offered.map((item) => ({ value: item.name, label: item.label }));
  const unsaid = { value: "", label: t(field.required ? "input.choose" : "value.none") };
  return (
    <NativeSelect
      label={props.bare ? undefined : field.label} description={props.bare ? undefined : field.help}
      aria-label={props.bare ? (props.ariaLabel ?? field.label) : undefined} required={field.required && !props.bare}
      value={plain(value)} data={field.required && plain(value) !== "" ? data : [unsaid, ...data]}
      error={props.problems?.join(" ")} autoFocus={props.autoFocus ?? false} data-autofocus={props.autoFocus || undefined} disabled={props.disabled ?? false}
      onChange={(event) => {
        const chosen = event.currentTarget.value === "" ? null : event.currentTarget.value;
        props.onChange(chosen);
        props.onCommit?.(chosen);
      }}
      onBlur={() => props.onCancel?.()}
    />
  );
}
