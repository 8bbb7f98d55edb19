import { Input } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Icon } from "../../widgets/Icon";
import { frameOf, textsIn } from "../frame";
import type { InputProps } from "../registry";
import { RecordPicker } from "./ReferenceInput";
import { useName } from "./References";

/** Takes several records of the object that the field points to: each can be taken away, one more be found. */
export function ReferencesInput(props: InputProps) {
  const { field } = props;
  const { label, description, error, required, disabled, ...frame } = frameOf(props);
  const chosen = textsIn(props.value);
  const full = chosen.length >= (field.editor.max_items ?? Infinity);
  const change = (ids: readonly string[]) => { props.onChange(ids); props.onCommit?.(ids); };
  return (
    <Input.Wrapper label={label} description={description} error={error} required={required} className="references-input" role="group" aria-label={field.label}>
      {chosen.length > 0 && (
        <ul className="badges">
          {chosen.map((id) => <Chosen key={id} target={field.to ?? ""} id={id} disabled={disabled} onRemove={() => change(chosen.filter((each) => each !== id))} />)}
        </ul>
      )}
      {field.to !== undefined && !disabled && !full && (
        <RecordPicker
          target={field.to} value={null} onLeave={props.onCancel} frame={{ ...frame, "aria-label": props.ariaLabel ?? field.label }}
          onChoose={(reference) => reference !== null && change([...new Set([...chosen, reference.id])])}
        />
      )}
    </Input.Wrapper>
  );
}

function Chosen({ target, id, disabled, onRemove }: { target: string; id: string; disabled: boolean; onRemove: () => void }) {
  const { t } = useTranslation();
  const name = useName(target, id) ?? "…";
  return (
    <li className="badge" data-colour="none">
      {name}
      {!disabled && <button type="button" className="badge-remove" aria-label={t("input.remove", { name })} onClick={onRemove}><Icon name="x" size={12} /></button>}
    </li>
  );
}
