import { Button, Modal } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { computed, type Draft } from "../../core/judging";
import type { ActionMeta, FieldMeta, ParameterMeta } from "../../core/metadata";
import { Problem } from "../../core/problem";
import type { Value } from "../../core/records";
import { kindOf, writtenBy } from "../../fields/registry";

const asField = (parameter: ParameterMeta): FieldMeta => ({
  system: false, computed: false, masked: false, writable: true, filterable: false, sortable: false, groupable: false, ...parameter,
});

interface Props {
  action: ActionMeta;
  draft: Draft;
  onRun: (parameters: Readonly<Record<string, unknown>>, key: string) => Promise<void>;
  onClose: () => void;
}

/** Asks for the parameters of an action, or whether it is meant. */
export function ActionDialog({ action, draft, onRun, onClose }: Props) {
  const { t } = useTranslation();
  const fields = action.parameters.map(asField);
  const [values, setValues] = useState<Readonly<Record<string, Value>>>(() =>
    Object.fromEntries(fields.map((field) => [field.name, field.default ?? (field.default_formula ? computed(field.default_formula, draft) : null) ?? null])));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [running, setRunning] = useState(false);
  const sent = useRef({ body: "", key: "" });
  const run = async () => {
    const given = Object.fromEntries(fields.flatMap((field) => {
      const value = writtenBy(field, values[field.name]);
      return value === null || value === undefined ? [] : [[field.name, value]];
    }));
    const body = JSON.stringify(given);
    if (sent.current.body !== body) sent.current = { body, key: crypto.randomUUID() };
    setRunning(true);
    try {
      await onRun(given, sent.current.key);
      onClose();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      setProblem(cause);
    } finally {
      setRunning(false);
    }
  };
  const at = (name: string) => [...(problem?.of(name) ?? []), ...(problem?.of(`parameters.${name}`) ?? [])];
  const placed = new Set(fields.flatMap(({ name }) => at(name)));
  const others = problem?.sentences.filter((sentence) => !placed.has(sentence)) ?? [];
  return (
    <Modal opened onClose={onClose} title={action.label} closeButtonProps={{ "aria-label": t("act.close") }}>
      <form className="gate" noValidate onSubmit={(event) => { event.preventDefault(); void run(); }}>
        {action.confirm !== null && <p>{action.confirm}</p>}
        {others.length > 0 && <div className="form-summary" role="alert">{others.join(" ")}</div>}
        {fields.map((field, index) => {
          const { Input } = kindOf(field);
          return (
            <Input
              key={field.name} field={field} value={values[field.name]} problems={at(field.name)} autoFocus={index === 0}
              onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
            />
          );
        })}
        <div className="form-acts">
          <Button variant="default" onClick={onClose}>{t("act.cancel")}</Button>
          <Button type="submit" loading={running} data-autofocus={fields.length === 0 || undefined}>{action.label}</Button>
        </div>
      </form>
    </Modal>
  );
}
