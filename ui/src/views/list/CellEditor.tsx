import { useState } from "react";

import type { FieldMeta } from "../../core/metadata";
import type { Value } from "../../core/records";
import { kindOf } from "../../fields/registry";

interface Props {
  field: FieldMeta;
  value: Value;
  onSave: (value: Value) => void;
  onCancel: () => void;
}

/** The input of a field in the place of its cell; leaving it saves, Escape does not. */
export function CellEditor({ field, value, onSave, onCancel }: Props) {
  const [draft, setDraft] = useState<Value>(value);
  const { Input } = kindOf(field);
  return <Input field={field} value={draft} onChange={setDraft} onCommit={onSave} onCancel={onCancel} bare autoFocus ariaLabel={field.label} />;
}
