import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Values } from "../../core/judging";
import type { FieldMeta, ObjectMeta } from "../../core/metadata";
import { Problem } from "../../core/problem";
import { changeRecord, createRecord, recordKey, recordsKey, type RecordRow, type Value } from "../../core/records";
import { useMe } from "../../core/session";
import { useShortcuts } from "../../core/shortcuts";
import { writtenBy } from "../../fields/registry";
import { FORMS } from "../../words/forms";
import { teach } from "../../words/resources";
import { clashesOf, Conflict } from "./Conflict";
import { FormFields } from "./FormFields";
import { readStored } from "./stored";
import { Summary } from "./Summary";
import { TypeChoice } from "./TypeChoice";
import { useDraft, type Stored } from "./useDraft";
import { useForeseen } from "./useForeseen";
import { Warnings } from "./Warnings";
import "./form.css";

teach(FORMS);

interface Props {
  object: ObjectMeta;
  /** The record as it is stored; null for a new one. */
  stored: (Stored & { id: string }) | null;
  given?: Values;
  /** Told what was saved, and what the fields that were changed were before. */
  onSaved: (row: RecordRow, before: Readonly<Record<string, Value>>) => void;
  onLeave: () => void;
  /** Told whenever there is something to lose, or no longer. */
  onDirty?: (dirty: boolean) => void;
  heading?: ReactNode;
}

const CONFLICT = 412;

/** Writes a record, new or stored, and says what is wrong while it is written. */
export function RecordForm({ object, stored, given = {}, onSaved, onLeave, onDirty, heading }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: me = null } = useMe();
  const writing = useDraft(object, me, stored, given);
  const foreseen = useForeseen(object, stored?.id ?? null, writing);
  const [stopped, setStopped] = useState(0);
  const [saving, setSaving] = useState(false);
  const [tries, setTries] = useState(0);
  const [clash, setClash] = useState<{ theirs: Stored; fields: readonly FieldMeta[] } | null>(null);
  const key = useRef<{ body: string; key: string } | null>(null);
  const { dirty } = writing;
  useEffect(() => onDirty?.(dirty), [dirty, onDirty]);

  /** The same values sent again are one creation; other values are another. */
  const creationKey = (body: string): string => {
    if (key.current?.body !== body) key.current = { body, key: crypto.randomUUID() };
    return key.current.key;
  };
  const send = async (values: Values, version: number | undefined, base: Values = writing.base?.values ?? {}): Promise<void> => {
    const before = Object.fromEntries(object.fields.filter(({ name }) => name in values).map((field) => [field.name, writtenBy(field, base[field.name])]));
    const { data } = stored === null
      ? await createRecord(object.name, values, creationKey(JSON.stringify(values)))
      : await changeRecord(object.name, stored.id, values, version);
    await client.invalidateQueries({ queryKey: recordsKey(object.name) });
    await client.refetchQueries({ queryKey: recordKey(object.name, data.id), type: "inactive" }); // its page shows at once what was saved
    onDirty?.(false);
    onSaved(data, before);
  };
  /** Look at what somebody else saved; where the two do not meet, go on from there. */
  const meet = async (id: string): Promise<void> => {
    const theirs = await readStored(object, id);
    const fields = clashesOf(object, writing.base?.values ?? {}, theirs.values, writing.values, writing.changed);
    if (fields.length > 0) return setClash({ theirs, fields });
    writing.rebase(theirs, {});
    await send(writing.written(), theirs.version, theirs.values);
  };
  const trying = async (work: () => Promise<void>): Promise<void> => {
    setSaving(true);
    try {
      await work();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      writing.refuse(cause);
    } finally {
      setSaving(false);
      setTries((before) => before + 1);
    }
  };
  const save = async () => {
    if (!writing.attempt()) return setTries(tries + 1);
    if (stored !== null && !dirty) return onLeave();
    await trying(async () => {
      if (await foreseen.surprises()) return setStopped(stopped + 1);
      try {
        await send(writing.written(), writing.base?.version);
      } catch (cause) {
        if (!(cause instanceof Problem) || cause.status !== CONFLICT || stored === null) throw cause;
        await meet(stored.id);
      }
    });
  };
  // On a page of its own a form is saved from wherever the cursor is, unless a dialog stands over it.
  const alone = heading !== undefined;
  useShortcuts(alone ? { "Ctrl+Enter": () => { if (document.querySelector("[role=dialog]") === null) void save(); } } : {});
  const resolve = async (theirs: Stored, chosen: Values) => {
    setClash(null);
    writing.rebase(theirs, chosen);
    const mine = writing.written();
    const written = Object.fromEntries(Object.entries(mine).filter(([name]) => !(name in chosen) || chosen[name] === writing.values[name]));
    await trying(() => (Object.keys(written).length === 0 ? Promise.resolve(onLeave()) : send(written, theirs.version, theirs.values)));
  };
  const warned = foreseen.warnings.length + writing.warnings.length > 0;
  const word = stored === null ? (warned ? "form.createAnyway" : "form.create") : warned ? "form.saveAnyway" : "form.save";
  const acts = (
    <div className="form-acts">
      <Button variant="default" onClick={onLeave}>{t("act.cancel")}</Button>
      <Button type="submit" loading={saving} rightSection={<kbd aria-hidden>Ctrl ↵</kbd>}>{t(word)}</Button>
    </div>
  );
  return (
    <form
      className="form" noValidate aria-busy={saving} onSubmit={(event: FormEvent) => { event.preventDefault(); event.stopPropagation(); void save(); }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return;
        event.preventDefault();
        void save();
      }}
    >
      {heading && <header className="form-head">{heading}{acts}</header>}
      <Summary object={object} writing={writing} tries={tries} />
      <Warnings object={object.name} rules={writing.warnings} foreseen={foreseen.warnings} stopped={stopped} />
      {stored === null && <TypeChoice object={object} writing={writing} disabled={saving} />}
      <FormFields writing={writing} autoFocus saving={saving} />
      {!heading && <footer className="form-foot">{acts}</footer>}
      {clash && (
        <Conflict
          object={object} fields={clash.fields} theirs={clash.theirs} mine={writing.values} onClose={() => setClash(null)}
          onChoose={(chosen) => void resolve(clash.theirs, chosen)}
        />
      )}
    </form>
  );
}
