import { Button, Modal } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { gateOf, leadsTo } from "../../core/gates";
import { holds, type Draft, type Values } from "../../core/judging";
import { fieldOf, may, type FieldMeta, type ObjectMeta } from "../../core/metadata";
import { Problem } from "../../core/problem";
import type { RecordRow, Value } from "../../core/records";
import { kindOf, writtenBy } from "../../fields/registry";
import { Icon } from "../../widgets/Icon";
import { tellProblem } from "../../widgets/telling";
import { useRecordChange } from "./useRecord";

interface Props {
  draft: Draft;
  row: RecordRow;
}

/** The states of a record in their order, where it is among them, and what the next one asks for. */
export function Path({ draft, row }: Props) {
  const { t } = useTranslation();
  const { object } = draft;
  const field = object.states && fieldOf(object, object.states.field);
  const [asked, setAsked] = useState<string | null>(null);
  const move = useMove(object, row, field ?? null);
  const list = usePlaced(field ? row[field.name] : null);
  if (!field) return null;
  const steps = (field.values ?? []).filter((value) => value.active !== false || value.name === row[field.name]);
  const at = steps.findIndex(({ name }) => name === row[field.name]);
  const writable = may(object, "update") && field.writable;
  const gateTo = (to: string) => {
    const gate = gateOf(object, row, to);
    return { ...gate, unmet: gate.when !== null && holds(gate.when, { ...draft, values: { ...draft.values, [field.name]: to } }) === false ? gate.message : null };
  };
  const next = steps.slice(at + 1).find(({ name }) => gateTo(name).open);
  const guidance = next && gateTo(next.name);
  const go = (to: string) => {
    if (gateTo(to).missing.length > 0) setAsked(to);
    else void move(to, {}).catch((cause: unknown) => tellProblem(cause, t("state.unreachable")));
  };
  const named = (names: readonly string[]) => names.map((name) => fieldOf(object, name)?.label ?? name).join(t("record.comma"));
  return (
    <section className="path" aria-label={field.label}>
      <ol ref={list}>
        {steps.map((step, index) => {
          const gate = gateTo(step.name);
          const can = writable && index !== at && gate.open;
          const past = index < at && leadsTo(object, step.name, steps[at]?.name ?? "");
          return (
            <li key={step.name} data-state={index === at ? "now" : past ? "past" : "ahead"} data-colour={step.colour ?? "none"}>
              <button
                type="button" disabled={!can} aria-current={index === at ? "step" : undefined} onClick={() => go(step.name)}
                title={can ? (gate.unmet ?? (gate.missing.length > 0 ? t("board.needs", { fields: named(gate.missing) }) : t("record.moveTo", { to: step.label }))) : undefined}
              >
                {past && <Icon name="check" size={13} />}<span className="clip">{step.label}</span>
              </button>
            </li>
          );
        })}
      </ol>
      {writable && next && guidance && (
        <p className="path-next">
          <span className="quiet">{t("record.next", { to: next.label })}</span>
          {guidance.missing.length > 0 ? <span>{t("board.needs", { fields: named(guidance.missing) })}</span> : guidance.unmet !== null ? <span>{guidance.unmet}</span> : <span className="path-ready"><Icon name="check" size={13} />{t("record.ready")}</span>}
          <button type="button" onClick={() => go(next.name)}>{t("record.moveTo", { to: next.label })}</button>
        </p>
      )}
      {asked !== null && (
        <GateDialog
          object={object} row={row} missing={gateTo(asked).missing} label={steps.find(({ name }) => name === asked)?.label ?? asked}
          onMove={(values) => move(asked, values)} onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}

/** A path that is wider than the page: it stands where the record is, and is marked at the edges beyond which it goes on. */
function usePlaced(state: Value) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const path = list.current;
    const present = path?.querySelector<HTMLElement>("[data-state=now]");
    if (path && present) path.scrollLeft = present.offsetLeft - path.offsetLeft - (path.clientWidth - present.clientWidth) / 2;
  }, [state]);
  useEffect(() => {
    const path = list.current;
    if (path === null) return undefined;
    const mark = () => {
      const beyond = path.scrollWidth - path.clientWidth - path.scrollLeft;
      path.dataset["more"] = [path.scrollLeft > 1 && "before", beyond > 1 && "after"].filter(Boolean).join(" ");
    };
    const sized = new ResizeObserver(mark);
    sized.observe(path);
    path.addEventListener("scroll", mark, { passive: true });
    return () => { sized.disconnect(); path.removeEventListener("scroll", mark); };
  }, []);
  return list;
}

/** Move the record to a state, together with what that asks for. */
function useMove(object: ObjectMeta, row: RecordRow, field: FieldMeta | null) {
  const { t } = useTranslation();
  const change = useRecordChange(object, row);
  return async (to: string, values: Values): Promise<void> => {
    if (field === null) return;
    const fields = Object.keys(values).flatMap((name) => fieldOf(object, name) ?? []);
    const written = Object.fromEntries(fields.map((item) => [item.name, writtenBy(item, values[item.name])]));
    const before = Object.fromEntries([field, ...fields].map((item) => [item.name, writtenBy(item, row[item.name])]));
    const label = field.values?.find(({ name }) => name === to)?.label ?? to;
    await change({ ...written, [field.name]: to }, { ...values, [field.name]: to }, before, t("board.moved", { to: label }));
  };
}

interface GateProps {
  object: ObjectMeta;
  row: RecordRow;
  missing: readonly string[];
  label: string;
  onMove: (values: Values) => Promise<void>;
  onClose: () => void;
}

/** Asks for what a state needs before the record goes there. */
function GateDialog({ object, row, missing, label, onMove, onClose }: GateProps) {
  const { t } = useTranslation();
  const [fields] = useState(() => missing.flatMap((name) => fieldOf(object, name) ?? [])); // they stay while they are filled in
  const [values, setValues] = useState<Readonly<Record<string, Value>>>(() => Object.fromEntries(fields.map(({ name }) => [name, row[name]])));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [moving, setMoving] = useState(false);
  const save = async () => {
    setMoving(true);
    try {
      await onMove(values);
      onClose();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      setProblem(cause);
    } finally {
      setMoving(false);
    }
  };
  const others = problem?.entries.filter((entry) => !fields.some(({ name }) => name === entry.field)).map(({ message }) => message) ?? [];
  const words = problem === null ? [] : problem.entries.length === 0 ? problem.sentences : others;
  return (
    <Modal opened onClose={onClose} title={t("record.moveTo", { to: label })} closeButtonProps={{ "aria-label": t("act.close") }}>
      <form className="gate" onSubmit={(event) => { event.preventDefault(); void save(); }}>
        <p className="quiet">{t("record.gateLead", { to: label })}</p>
        {words.length > 0 && <div className="form-summary" role="alert">{words.join(" ")}</div>}
        {fields.map((field, index) => {
          const { Input } = kindOf(field);
          return (
            <Input
              key={field.name} field={{ ...field, required: true }} value={values[field.name]} problems={problem?.of(field.name) ?? []} autoFocus={index === 0}
              onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
            />
          );
        })}
        <div className="form-acts">
          <Button variant="default" onClick={onClose}>{t("act.cancel")}</Button>
          <Button type="submit" loading={moving}>{t("record.moveTo", { to: label })}</Button>
        </div>
      </form>
    </Modal>
  );
}
