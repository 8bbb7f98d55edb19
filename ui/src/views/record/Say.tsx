import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { timelineKey } from "../../core/history";
import { COMMENT, NO_WORDING, sentOf, wordingOf, type Named, type Wording } from "../../core/mentions";
import type { FieldMeta, ObjectMeta } from "../../core/metadata";
import { Problem } from "../../core/problem";
import { changeRecord, createRecord, type RecordRow } from "../../core/records";
import { keepDraft, keptDraft } from "../../core/unsaved";
import { tellProblem } from "../../widgets/telling";
import { MentionBox } from "./MentionBox";
import { useUnseeing } from "./useMentions";

interface Props {
  object: ObjectMeta;
  row: RecordRow;
  /** What is made of the words, and the field of it that points to the record. */
  comment: ObjectMeta;
  pointer: FieldMeta;
}

/** Says something about the record. */
export function Say({ object, row, comment, pointer }: Props) {
  const { t } = useTranslation();
  const send = (text: string, key: string) => createRecord(comment.name, { text, [pointer.name]: { type: object.name, id: row.id } }, key);
  return <Writing object={object} row={row} name={`comment on ${row.id}`} begin={NO_WORDING} word={t("timeline.send")} onSend={send} />;
}

interface RewordingProps {
  object: ObjectMeta;
  row: RecordRow;
  said: RecordRow;
  text: string;
  people: ReadonlyMap<string, Named>;
  onDone: () => void;
}

/** Whether somebody is in the middle of saying it in other words. */
export const isReworded = (said: string): boolean => keptDraft(draftOf(said)) !== null;

const draftOf = (said: string) => `comment ${said}`;

/** Says in other words what was said about the record. */
export function Reword({ object, row, said, text, people, onDone }: RewordingProps) {
  const { t } = useTranslation();
  const send = async (words: string) => {
    await changeRecord(COMMENT, said.id, { text: words }, said.version);
    onDone();
  };
  return <Writing object={object} row={row} name={draftOf(said.id)} begin={wordingOf(text, people)} word={t("timeline.save")} onSend={send} onCancel={onDone} />;
}

interface WritingProps {
  object: ObjectMeta;
  row: RecordRow;
  /** What it is called while it is kept. */
  name: string;
  begin: Wording;
  word: string;
  onSend: (text: string, key: string) => Promise<unknown>;
  onCancel?: () => void;
}

/** Words about the record, kept when one looks elsewhere; Ctrl-Enter sends them. */
function Writing({ object, row, name, begin, word, onSend, onCancel }: WritingProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [wording, setWording] = useState(() => (keptDraft(name) as Wording | null) ?? begin);
  const [sending, setSending] = useState(false);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const text = sentOf(wording);
  const unseeing = useUnseeing(object, row.id, text);
  const write = (next: Wording) => {
    setWording(next);
    setKey(crypto.randomUUID());
    keepDraft(name, next.text.trim() === begin.text.trim() ? null : next);
  };
  const send = async () => {
    if (text.trim() === "") return;
    setSending(true);
    try {
      await onSend(text.trim(), key);
      write(begin);
      await client.invalidateQueries({ queryKey: timelineKey(object.name, row.id) });
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      tellProblem(cause, t("state.unreachable"));
    } finally {
      setSending(false);
    }
  };
  const cancel = onCancel && (() => { keepDraft(name, null); onCancel(); });
  return (
    <form className="timeline-say" onSubmit={(event) => { event.preventDefault(); void send(); }}>
      <MentionBox label={t("timeline.say")} placeholder={t("timeline.sayHint")} value={wording} onSend={() => void send()} onChange={write} {...(cancel && { onCancel: cancel })} />
      {cancel && <Button variant="default" onClick={cancel}>{t("act.cancel")}</Button>}
      <Button type="submit" variant="default" disabled={text.trim() === ""} loading={sending}>{word}</Button>
      <p className="mention-unseen" role="status">{unseeing.length > 0 && t("mention.unseen", { names: unseeing.join(t("record.comma")) })}</p>
    </form>
  );
}
