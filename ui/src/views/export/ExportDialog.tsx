import { Button, Modal, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { exportAddress, exportQuery, FORMATS, startExport, type ExportFormat } from "../../core/exporting";
import { isFinished } from "../../core/importing";
import { sortText } from "../../core/listing";
import type { ObjectMeta } from "../../core/metadata";
import { quoted } from "../../core/operator";
import { Problem } from "../../core/problem";
import type { Shown } from "../../core/views";
import { pathOf } from "../../fields/paths";
import { EXPORT } from "../../words/export";
import { teach, type Word } from "../../words/resources";
import "./export.css";

teach(EXPORT);

const FORMAT_WORDS: Readonly<Record<ExportFormat, Word>> = { xlsx: "export.xlsx", csv: "export.csv", jsonl: "export.jsonl" };

interface Props {
  object: ObjectMeta;
  shown: Shown;
  /** The records that are wanted; all that the list shows where it is null. */
  ids: readonly string[] | null;
  onClose: () => void;
}

/** Writes the records that a list shows into a file, and hands it over. */
export function ExportDialog(props: Props) {
  const { object, onClose } = props;
  const { t } = useTranslation();
  const [id, setId] = useState<string | null>(null);
  return (
    <Modal opened onClose={onClose} title={t("export.title", { plural: object.plural })} size={460} closeButtonProps={{ "aria-label": t("act.close") }}>
      {id === null ? <Choices {...props} onStart={setId} /> : <Outcome id={id} onClose={onClose} />}
    </Modal>
  );
}

function Choices({ object, shown, ids, onClose, onStart }: Props & { onStart: (id: string) => void }) {
  const { t } = useTranslation();
  const [format, setFormat] = useState<ExportFormat>("xlsx");
  const [everything, setEverything] = useState(false);
  const [wording, setWording] = useState<"names" | "labels">("labels");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const start = async () => {
    setBusy(true);
    try {
      const fields = everything ? null : shown.columns.map(({ field }) => (format === "jsonl" ? pathOf(field) : field.name));
      const narrowing = ids === null ? shown.narrowing : { filter: `id IN (${ids.map(quoted).join(", ")})`, search: null };
      onStart(await startExport({ object: object.name, ...narrowing, sort: sortText(shown.sort), fields, format, wording }));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      setRefused(cause.status === 0 ? [t("state.unreachable")] : cause.sentences);
      setBusy(false);
    }
  };
  return (
    <form className="export" onSubmit={(event) => { event.preventDefault(); void start(); }}>
      <p className="quiet">
        {ids !== null ? t("export.selected", { count: ids.length }) : t(shown.narrowing.filter === null && shown.narrowing.search === null ? "export.all" : "export.filtered", { plural: object.plural })}
      </p>
      <NativeSelect
        label={t("export.format")} value={format} data={FORMATS.map((name) => ({ value: name, label: t(FORMAT_WORDS[name]) }))} data-autofocus
        onChange={({ currentTarget: { value } }) => setFormat(FORMATS.find((name) => name === value) ?? "xlsx")}
      />
      <NativeSelect
        label={t("export.fields")} value={everything ? "all" : "shown"} onChange={({ currentTarget: { value } }) => setEverything(value === "all")}
        data={[{ value: "shown", label: t("export.fieldsShown") }, { value: "all", label: t("export.fieldsAll") }]}
      />
      {format !== "jsonl" && (
        <NativeSelect
          label={t("export.wording")} value={wording} onChange={({ currentTarget: { value } }) => setWording(value === "names" ? "names" : "labels")}
          data={[{ value: "labels", label: t("export.labels") }, { value: "names", label: t("export.names") }]}
        />
      )}
      {refused.length > 0 && <ul role="alert">{refused.map((words) => <li key={words}>{words}</li>)}</ul>}
      <div className="export-acts">
        <Button variant="default" onClick={onClose}>{t("act.cancel")}</Button>
        <Button type="submit" loading={busy}>{t("export.start")}</Button>
      </div>
    </form>
  );
}

/** How far the file is, and the file. */
function Outcome({ id, onClose }: { id: string; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { data, error } = useQuery(exportQuery(id));
  if (error) return <p role="alert">{error instanceof Problem && error.status === 0 ? t("state.unreachable") : error.message}</p>;
  const { done = 0, total = 0 } = data?.progress ?? {};
  if (data === undefined || !isFinished(data.state)) {
    return (
      <div className="export" role="status">
        <p>{t("export.running")}</p>
        <progress {...(total > 0 && { value: done, max: total })} aria-label={t("export.running")} />
        <p className="quiet">{t("export.mayClose")}</p>
      </div>
    );
  }
  return (
    <div className="export">
      {data.file === null ? (
        <div role="alert"><p>{t("export.failed")}</p>{data.result?.problems?.map(({ message }) => <p key={message}>{message}</p>)}</div>
      ) : (
        <p role="status">{t("export.done", { rows: (data.result?.rows ?? 0).toLocaleString(i18n.language) })}</p>
      )}
      <div className="export-acts">
        <Button variant="default" onClick={onClose}>{t("act.close")}</Button>
        {data.file !== null && <Button component="a" href={exportAddress(id)} download={data.file}>{t("export.download", { file: data.file })}</Button>}
      </div>
    </div>
  );
}
