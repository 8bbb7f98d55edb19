import { useTranslation } from "react-i18next";

import { useEdits } from "../../core/edits";
import type { ObjectMeta } from "../../core/metadata";
import type { RecordRow, Value } from "../../core/records";
import { kindOf } from "../../fields/registry";
import { tellDone, tellProblem } from "../../widgets/telling";
import { changesTo, type Dated, type Span } from "./spans";
import type { Happening } from "./useDated";

/** Give a record other dates: at once for the eye, back when the server refuses, undone by one press. */
export function useReschedule(object: ObjectMeta, dated: Dated) {
  const { t, i18n } = useTranslation();
  const edits = useEdits(object.name);
  const tell = (cause: unknown) => tellProblem(cause, t("state.unreachable"));
  const write = async (row: RecordRow, name: string, changes: Readonly<Record<string, Value>>): Promise<void> => {
    const before = Object.fromEntries(Object.keys(changes).map((field) => [field, row[field] ?? null]));
    const saved = await edits.changeAll(row, changes);
    const start = kindOf(dated.start).text?.(dated.start, saved.row[dated.start.name], i18n.language) ?? "";
    const back = () => void edits.changeAll(saved.row, before).catch(tell);
    tellDone([t("dates.moved", { name, to: start }), ...saved.warnings].join(" "), { label: t("act.undo"), act: back });
  };
  return {
    write,
    /** Move a record to another stretch of time. */
    move: (what: Happening, to: Span): void => {
      const changes = changesTo(what.row, dated, what.span, to);
      if (Object.keys(changes).length > 0) void write(what.row, what.name, changes).catch(tell);
    },
  };
}
