import type { DisplayProps, FilterProps } from "../registry";
import "./picklist.css";

/** The value as a badge in its colour. */
export function PicklistDisplay({ field, value }: DisplayProps) {
  if (typeof value !== "string" || value === "") return null;
  const known = field.values?.find((item) => item.name === value);
  return <span className="badge clip" data-colour={known?.colour ?? "none"}>{known?.label ?? value}</span>;
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
