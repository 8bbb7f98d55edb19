import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { FieldMeta, ObjectMeta } from "../../core/metadata";
import { Problem } from "../../core/problem";
import type { Value } from "../../core/records";
import { kindOf, writtenBy } from "../../fields/registry";
import { tellProblem } from "../../widgets/telling";
import type { Dated } from "./spans";
import type { Happening } from "./useDated";
import { useReschedule } from "./useReschedule";

/** Asks for the dates of a record, for fingers and whoever would rather type. */
export function DatesDialog({ object, dated, what, onClose }: { object: ObjectMeta; dated: Dated; what: Happening; onClose: () => void }) {
  const { t } = useTranslation();
  const fields = [dated.start, dated.end].filter((field): field is FieldMeta => field?.writable === true);
  const [values, setValues] = useState<Readonly<Record<string, Value>>>(() => Object.fromEntries(fields.map(({ name }) => [name, what.row[name] ?? null])));
  const [problem, setProblem] = useState<Problem | null>(null);
  const { write } = useReschedule(object, dated);
  const save = async () => {
    const changed = fields.filter(({ name }) => values[name] !== (what.row[name] ?? null));
    if (changed.length === 0) return onClose();
    try {
      await write(what.row, what.name, Object.fromEntries(changed.map((field) => [field.name, writtenBy(field, values[field.name])])));
      onClose();
    } catch (cause) {
      if (cause instanceof Problem && fields.some(({ name }) => cause.of(name).length > 0)) setProblem(cause);
      else tellProblem(cause, t("state.unreachable"));
    }
  };
  return (
    <Modal opened onClose={onClose} title={what.name} size={400} closeButtonProps={{ "aria-label": t("act.close") }}>
      <form className="bulk" onSubmit={(event) => { event.preventDefault(); void save(); }}>
        {fields.map((field) => {
          const { Input } = kindOf(field);
          return <Input key={field.name} field={field} value={values[field.name]} problems={problem?.of(field.name) ?? []} onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))} />;
        })}
        <div className="bulk-acts">
          <Button variant="default" onClick={onClose}>{t("act.cancel")}</Button>
          <Button type="submit">{t("views.save")}</Button>
        </div>
      </form>
    </Modal>
  );
}
