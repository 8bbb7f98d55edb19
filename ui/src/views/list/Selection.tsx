import { Button, Modal, NativeSelect } from "@mantine/core";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { useEdits } from "../../core/edits";
import { fieldOf, may, type ObjectMeta } from "../../core/metadata";
import { changeRecords, deleteRecord, referenceOf, restoreRecord, type RecordRow, type Value } from "../../core/records";
import type { Shown } from "../../core/views";
import { kindOf } from "../../fields/registry";
import { Icon } from "../../widgets/Icon";
import { tellDone, tellProblem } from "../../widgets/telling";
import { ExportDialog } from "./More";

interface Props {
  object: ObjectMeta;
  rows: readonly RecordRow[];
  shown: Shown;
  onDone: () => void;
}

/** What can be done with the rows that are selected. */
export function Selection({ object, rows, shown, onDone }: Props) {
  const { t } = useTranslation();
  const { refresh } = useEdits(object.name);
  const [editing, setEditing] = useState(false);
  const [exporting, setExporting] = useState(false);
  const tell = (cause: unknown) => tellProblem(cause, t("state.unreachable"));

  const remove = async () => {
    const gone: string[] = [];
    try {
      for (const row of rows) {
        await deleteRecord(object.name, row.id);
        gone.push(row.id);
      }
      onDone();
    } catch (cause) {
      tell(cause);
    }
    await refresh();
    const back = async () => {
      for (const id of gone) await restoreRecord(object.name, id);
      await refresh();
    };
    if (gone.length > 0) tellDone(t("list.deleted", { count: gone.length }), { label: t("act.undo"), act: () => void back().catch(tell) });
  };

  return (
    <div className="selection" role="toolbar" aria-label={t("list.selection")}>
      <span className="numeric">{t("list.selected", { count: rows.length })}</span>
      {may(object, "update") && <Button variant="subtle" leftSection={<Icon name="edit" />} onClick={() => setEditing(true)}>{t("list.bulkEdit")}</Button>}
      {may(object, "export") && <Button variant="subtle" leftSection={<Icon name="download" />} onClick={() => setExporting(true)}>{t("list.export")}</Button>}
      {may(object, "delete") && <Button variant="subtle" color="red" leftSection={<Icon name="trash" />} onClick={() => void remove()}>{t("act.delete")}</Button>}
      <button type="button" className="icon-button" aria-label={t("list.unselect")} onClick={onDone}><Icon name="x" /></button>
      {exporting && <Suspense><ExportDialog object={object} shown={shown} ids={rows.map(({ id }) => id)} onClose={() => setExporting(false)} /></Suspense>}
      {editing && <BulkEdit object={object} rows={rows} onClose={() => setEditing(false)} onDone={onDone} />}
    </div>
  );
}

/** One value for one field of all rows; who was refused is told, with the reasons. */
function BulkEdit({ object, rows, onClose, onDone }: Omit<Props, "shown"> & { onClose: () => void }) {
  const { t } = useTranslation();
  const { refresh } = useEdits(object.name);
  const writable = object.fields.filter((field) => field.writable && !field.system && !field.masked);
  const [name, setName] = useState(writable[0]?.name ?? "");
  const [value, setValue] = useState<Value>(null);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const field = fieldOf(object, name);
  if (!field) return null;
  const { Input } = kindOf(field);

  const apply = async () => {
    const plain = (given: Value): Value => referenceOf(given)?.id ?? given ?? null;
    try {
      const { data } = await changeRecords(object.name, rows.map(({ id }) => ({ id, [name]: plain(value) })));
      const done = rows.filter((_, index) => data[index]?.status !== "refused");
      const back = async () => {
        await changeRecords(object.name, done.map((row) => ({ id: row.id, [name]: plain(row[name]) })));
        await refresh();
      };
      const undo = name in (rows[0] ?? {}) ? { label: t("act.undo"), act: () => void back().catch((cause: unknown) => tellProblem(cause, t("state.unreachable"))) } : undefined;
      if (done.length > 0) tellDone(t("list.changed", { count: done.length }), undo);
      await refresh();
      const words = data.flatMap((row) => row.errors?.map((error) => error.message) ?? []);
      if (words.length === 0) onDone();
      setRefused([...new Set(words)]);
    } catch (cause) {
      tellProblem(cause, t("state.unreachable"));
    }
  };

  return (
    <Modal opened onClose={onClose} title={t("list.bulkTitle", { count: rows.length })} closeButtonProps={{ "aria-label": t("act.close") }}>
      <div className="bulk">
        <NativeSelect
          label={t("list.bulkField")} value={name} data={writable.map((item) => ({ value: item.name, label: item.label }))}
          onChange={(event) => { setName(event.currentTarget.value); setValue(null); setRefused([]); }}
        />
        <Input key={name} field={field} value={value} onChange={setValue} />
        {refused.length > 0 && <ul role="alert">{refused.map((words) => <li key={words}>{words}</li>)}</ul>}
        <div className="bulk-acts">
          <Button variant="default" onClick={onClose}>{t("act.cancel")}</Button>
          <Button onClick={() => void apply()}>{t("list.bulkApply", { count: rows.length })}</Button>
        </div>
      </div>
    </Modal>
  );
}
