import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { timelineKey } from "../../core/history";
import { COMMENT, loginsIn, type Named } from "../../core/mentions";
import { may, objectQuery, type ObjectMeta } from "../../core/metadata";
import { deleteRecord, restoreRecord, type RecordRow } from "../../core/records";
import { useMe } from "../../core/session";
import { Icon } from "../../widgets/Icon";
import { tellDone, tellProblem } from "../../widgets/telling";
import { Said } from "./Said";
import { isReworded, Reword } from "./Say";

interface Props {
  object: ObjectMeta;
  row: RecordRow;
  /** The id of who said it. */
  by: string | null;
  said: RecordRow;
  people: ReadonlyMap<string, Named>;
}

/** What somebody said about the record; one's own words may be changed and taken back. */
export function Remark({ object, row, by, said, people }: Props) {
  const { t } = useTranslation();
  const { data: comment } = useQuery(objectQuery(COMMENT));
  const { data: me } = useMe();
  const [search, setSearch] = useSearchParams();
  const [begun, setBegun] = useState(() => isReworded(said.id));
  const remove = useRemove(object, row, said);
  const text = String(said["text"] ?? "");
  // An address may ask for it, as soon as whom the words mention is known by name.
  const asked = search.get("reword") === said.id && loginsIn(text).every((login) => people.has(login));
  const done = () => {
    setBegun(false);
    if (asked) setSearch((now) => { now.delete("reword"); return now; }, { replace: true });
  };
  if (begun || asked) return <Reword object={object} row={row} said={said} text={text} people={people} onDone={done} />;
  const own = me && by === me.id && comment;
  return (
    <div className="timeline-about remark">
      <Said text={text} people={people} />
      {own && may(comment, "update") && <button type="button" className="icon-button" aria-label={t("timeline.reword")} title={t("timeline.reword")} onClick={() => setBegun(true)}><Icon name="edit" size={14} /></button>}
      {own && may(comment, "delete") && <button type="button" className="icon-button" aria-label={t("timeline.remove")} title={t("timeline.remove")} onClick={remove}><Icon name="trash" size={14} /></button>}
    </div>
  );
}

/** Take words back at once; undo says them again. */
function useRemove(object: ObjectMeta, row: RecordRow, said: RecordRow): () => void {
  const { t } = useTranslation();
  const client = useQueryClient();
  const after = async (work: Promise<unknown>, done?: () => void) => {
    try {
      await work;
      await client.invalidateQueries({ queryKey: timelineKey(object.name, row.id) });
      done?.();
    } catch (cause) {
      tellProblem(cause, t("state.unreachable"));
    }
  };
  const back = () => void after(restoreRecord(COMMENT, said.id));
  return () => void after(deleteRecord(COMMENT, said.id), () => tellDone(t("timeline.removed"), { label: t("act.undo"), act: back }));
}
