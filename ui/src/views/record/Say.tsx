import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { timelineKey } from "../../core/history";
import type { FieldMeta, ObjectMeta } from "../../core/metadata";
import { Problem } from "../../core/problem";
import { createRecord, type RecordRow } from "../../core/records";
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

/** Says something about the record; Ctrl-Enter sends it. */
export function Say({ object, row, comment, pointer }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [sending, setSending] = useState(false);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const unseeing = useUnseeing(object, row.id, text);
  const say = async () => {
    if (text.trim() === "") return;
    setSending(true);
    try {
      await createRecord(comment.name, { text: text.trim(), [pointer.name]: { type: object.name, id: row.id } }, key);
      setText("");
      setKey(crypto.randomUUID());
      await client.invalidateQueries({ queryKey: timelineKey(object.name, row.id) });
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      tellProblem(cause, t("state.unreachable"));
    } finally {
      setSending(false);
    }
  };
  return (
    <form className="timeline-say" onSubmit={(event) => { event.preventDefault(); void say(); }}>
      <MentionBox
        label={t("timeline.say")} placeholder={t("timeline.sayHint")} value={text} onSend={() => void say()}
        onChange={(typed) => { setText(typed); setKey(crypto.randomUUID()); }}
      />
      <Button type="submit" variant="default" disabled={text.trim() === ""} loading={sending}>{t("timeline.send")}</Button>
      <p className="mention-unseen" role="status">{unseeing.length > 0 && t("mention.unseen", { names: unseeing.join(t("record.comma")) })}</p>
    </form>
  );
}
