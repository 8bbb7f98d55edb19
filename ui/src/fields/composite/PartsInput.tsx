import { frameOf, partsIn } from "../frame";
import { kindOf, type InputProps } from "../registry";
import { partLabel } from "./text";

/** Takes a value part by part; each part is a field by itself. */
export function PartsInput(props: InputProps) {
  const { field } = props;
  const { description, error, disabled } = frameOf(props);
  const value = partsIn(props.value);
  return (
    <fieldset className="parts" disabled={disabled}>
      <legend className={props.bare ? "unseen" : undefined}>{field.label}</legend>
      {description && <p className="quiet">{description}</p>}
      <div>
        {(field.parts ?? []).map((part, index) => {
          const { Input } = kindOf(part);
          return (
            <Input
              key={part.name} field={{ ...part, label: partLabel(field, part) }} value={value[part.part]} disabled={disabled} autoFocus={index === 0 && (props.autoFocus ?? false)}
              problems={props.problemsAt?.(part.name) ?? []} onChange={(next) => props.onChange({ ...value, [part.part]: next } as InputProps["value"])}
            />
          );
        })}
      </div>
      {error && <p className="parts-error">{error}</p>}
    </fieldset>
  );
}
