import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Value } from "../../core/records";
import type { DisplayProps, FilterProps, InputProps } from "../registry";
import "./picklist.css";

/** The value as a badge in its colour. */
export function PicklistDisplay({ field, value }: DisplayProps) {
  if (typeof value !== "string" || value === "") return null;
  const known = field.values?.find((item) => item.name === value);
  return <span className="badge clip" data-colour={known?.colour ?? "none"}>{known?.label ?? value}</span>;
}

const plain = (value: Value) => (typeof value === "string" ? value : "");

export function PicklistInput(props: InputProps) {
  const { t } = useTranslation();
  const { field, value } = props;
  const offered = (field.values ?? []).filter((item) => item.active !== false || item.name === value);
  const data = offered.map((item) => ({ value: item.name, label: item.label }));
  return (
    <NativeSelect
      label={props.bare ? undefined : field.label} description={props.bare ? undefined : field.help}
      aria-label={props.bare ? (props.ariaLabel ?? field.label) : undefined} required={field.required && !props.bare}
      value={plain(value)} data={field.required && plain(value) !== "" ? data : [{ value: "", label: t("value.none") }, ...data]}
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

export function PicklistFilter({ field, value, onChange, ariaLabel }: FilterProps) {
  const chosen = Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
  return (
    <div className="picklist-filter" role="group" aria-label={ariaLabel}>
      {field.values?.map((item) => (
        <label key={item.name}>
          <input
            type="checkbox" checked={chosen.includes(item.name)}
            onChange={(event) => onChange(event.currentTarget.checked ? [...chosen, item.name] : chosen.filter((name) => name !== item.name))}
          />
          <span className="clip">{item.label}</span>
        </label>
      ))}
    </div>
  );
}
