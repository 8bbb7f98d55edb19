import { Button, Modal } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { countUndo, isFinished, startUndo, undoQuery, type UndoCounts } from "../../core/importing";
import { Problem } from "../../core/problem";
import { recordsKey } from "../../core/records";
import { Icon } from "../../widgets/Icon";
import type { Word } from "../../words/resources";

const COUNTS: readonly (readonly [keyof UndoCounts, Word])[] = [
  ["deleted", "import.undoDeleted"], ["restored", "import.undoRestored"], ["left", "import.undoLeft"],
];

interface Props {
  object: string;
  id: string;
  file: string;
}

/** The way back from an import: a button, and behind it what would be done, then what was. */
export function Undo(props: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [job, setJob] = useState<string | null>(null);
  const close = () => setOpen(false);
  return (
    <>
      <button type="button" className="tool" onClick={() => setOpen(true)}><Icon name="history" size={15} />{t("import.undo")}</button>
      {open && (
        <Modal opened onClose={close} title={t("import.undoTitle", { file: props.file })} size={480} closeButtonProps={{ "aria-label": t("act.close") }}>
          {job === null ? <Preview {...props} onClose={close} onStart={setJob} /> : <Outcome object={props.object} job={job} onClose={close} onAgain={() => setJob(null)} />}
        </Modal>
      )}
    </>
  );
}

function Counts({ counts }: { counts: UndoCounts }) {
  const { t, i18n } = useTranslation();
  return (
    <dl className="undo-counts">
      {COUNTS.filter(([name]) => counts[name] > 0).map(([name, word]) => (
        <div key={name}><dt>{t(word)}</dt><dd className="numeric">{counts[name].toLocaleString(i18n.language)}</dd></div>
      ))}
    </dl>
  );
}

/** What undoing would do; it is counted anew where records were changed meanwhile. */
function Preview({ id, onClose, onStart }: Props & { onClose: () => void; onStart: (job: string) => void }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const { data, error, refetch } = useQuery({ queryKey: ["import-undo", "count", id], queryFn: () => countUndo(id), gcTime: 0, retry: false });
  const start = async (counts: UndoCounts) => {
    setBusy(true);
    try {
      onStart(await startUndo(id, counts));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      setRefused(cause);
      if (cause.status === 409) await refetch();
      setBusy(false);
    }
  };
  const cause = error ?? refused;
  const nothing = data !== undefined && data.deleted + data.restored === 0;
  return (
    <div className="undo">
      {cause && <p role="alert">{saidOf(cause, t)}</p>}
      {data === undefined && !error && <p role="status" className="quiet">{t("import.undoCounting")}</p>}
      {data && <><p className="quiet">{t(nothing ? "import.undoNothing" : "import.undoLead")}</p><Counts counts={data} /></>}
      <div className="undo-acts">
        <Button variant="default" onClick={onClose} data-autofocus>{t(data && !nothing ? "act.cancel" : "act.close")}</Button>
        {data && !nothing && !error && <Button color="red" loading={busy} onClick={() => void start(data)}>{t("import.undoStart")}</Button>}
      </div>
    </div>
  );
}

function saidOf(cause: Error, t: (word: Word) => string): string {
  if (!(cause instanceof Problem)) return cause.message;
  if (cause.status === 0) return t("state.unreachable");
  if (cause.status === 404) return t("import.undoGone");
  return cause.status === 409 ? t("import.undoChanged") : cause.sentences.join(" ");
}

/** How far the undoing is, and what came of it. */
function Outcome({ object, job, onClose, onAgain }: { object: string; job: string; onClose: () => void; onAgain: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error } = useQuery(undoQuery(job));
  const finished = data !== undefined && isFinished(data.state);
  useEffect(() => {
    if (finished) void client.invalidateQueries({ queryKey: recordsKey(object) });
  }, [client, finished, object]);
  if (error) return <p role="alert">{saidOf(error, t)}</p>;
  if (!finished) {
    const { done = 0, total = 0 } = data?.progress ?? {};
    return (
      <div className="undo" role="status">
        <p>{t("import.undoRunning")}</p>
        <progress {...(total > 0 && { value: done, max: total })} aria-label={t("import.undoRunning")} />
        <p className="quiet">{t("import.undoMayClose")}</p>
      </div>
    );
  }
  const failed = data.result === null || data.result.error !== undefined;
  return (
    <div className="undo">
      <p role={failed ? "alert" : "status"}>{t(failed ? "import.undoFailed" : "import.undoDone")}</p>
      {data.result && <Counts counts={data.result} />}
      <div className="undo-acts">
        <Button variant="default" onClick={onClose} data-autofocus>{t("act.close")}</Button>
        {failed && <Button onClick={onAgain}>{t("import.undo")}</Button>}
      </div>
    </div>
  );
}
