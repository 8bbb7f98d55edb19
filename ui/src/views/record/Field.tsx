import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { narrowed } from "../../core/choices";
import type { FieldMeta, ObjectMeta } from "../../core/metadata";
import { Problem } from "../../core/problem";
import type { RecordRow, Value } from "../../core/records";
import { kindOf, writtenBy } from "../../fields/registry";
import { Icon } from "../../widgets/Icon";
import { tellProblem } from "../../widgets/telling";
import { isBlank } from "../form/places";
import { useRecordChange } from "./useRecord";

interface Props {
  object: ObjectMeta;
  row: RecordRow;
  field: FieldMeta;
  wide: boolean;
  editable: boolean;
}

/** A field of a record: its name and value, which is edited where it stands. */
export function Field({ object, row, field, wide, editable }: Props) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const { Display } = kindOf(field);
  const value = row[field.name];
  return (
    <div className="fact" data-wide={wide || undefined} data-editing={editing || undefined}>
      <dt title={field.help ?? undefined}>{field.label}</dt>
      <dd>
        {editing ? <FieldEditor object={object} row={row} field={field} onDone={() => setEditing(false)} /> : (
          <>
            {isBlank(value) ? <span className="quiet" aria-label={t("value.none")}>–</span> : <Display field={field} value={value} row={row} />}
            {editable && (
              <button type="button" className="fact-edit" aria-label={t("record.editField", { field: field.label })} onClick={() => setEditing(true)}><Icon name="edit" size={13} /></button>
            )}
          </>
        )}
      </dd>
    </div>
  );
}

function FieldEditor({ object, row, field, onDone }: Omit<Props, "wide" | "editable"> & { onDone: () => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Value>(row[field.name]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const change = useRecordChange(object, row);
  const { Input } = kindOf(field);
  const save = async (value: Value) => {
    const [written, before] = [writtenBy(field, value), writtenBy(field, row[field.name])];
    if (JSON.stringify(written ?? null) === JSON.stringify(before ?? null)) return onDone();
    try {
      await change({ [field.name]: written }, { [field.name]: value }, { [field.name]: before }, t("list.saved", { field: field.label }));
      onDone();
    } catch (cause) {
      if (!(cause instanceof Problem) || cause.entries.length === 0) {
        onDone();
        tellProblem(cause, t("state.unreachable"));
      } else setProblem(cause);
    }
  };
  const parted = field.parts !== undefined;
  const all = problem?.sentences ?? [];
  const atParts = parted && problem?.entries.every((entry) => field.parts?.some(({ name }) => name === entry.field));
  return (
    <div
      className="fact-editor" data-field={field.name}
      onKeyDown={(event) => {
        if (parted && event.key === "Escape") onDone();
        if (parted && event.key === "Enter" && event.target instanceof HTMLInputElement && !event.nativeEvent.isComposing) void save(draft);
      }}
    >
      <Input
        field={narrowed(object, field, row)} value={draft} onChange={(value) => { setProblem(null); setDraft(value); }} onCommit={(value) => void save(value)} onCancel={onDone}
        problems={atParts ? [] : all} problemsAt={(name) => problem?.of(name) ?? []} bare autoFocus ariaLabel={field.label}
      />
      {parted && ( // one leaves a part for the next, which says nothing of being done
        <div className="form-acts">
          <Button variant="default" size="xs" onClick={onDone}>{t("act.cancel")}</Button>
          <Button size="xs" onClick={() => void save(draft)}>{t("form.save")}</Button>
        </div>
      )}
    </div>
  );
}
