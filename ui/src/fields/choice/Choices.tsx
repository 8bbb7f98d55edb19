import { textsIn } from "../frame";
import type { DisplayProps } from "../registry";
import "../picklist/picklist.css";

/** Several values, a badge each. */
export function ChoicesDisplay({ field, value, dense = false }: DisplayProps) {
  return (
    <span className={dense ? "badges clip" : "badges"}>
      {textsIn(value).map((name) => {
        const known = field.values?.find((item) => item.name === name);
        return <span key={name} className="badge" data-colour={known?.colour ?? "none"}>{known?.label ?? name}</span>;
      })}
    </span>
  );
}
