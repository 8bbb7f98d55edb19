import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { chosenAll, chosenRows, countOf, deleteChosen } from "../../core/bulk";
import { may, type ObjectMeta } from "../../core/metadata";
import { later } from "../../core/outdated";
import type { RecordRow } from "../../core/records";
import type { Shown } from "../../core/views";
import { Icon } from "../../widgets/Icon";
import { tellRefused } from "../../widgets/telling";
import { ExportDialog } from "./More";
import { useBulk } from "./useBulk";

const BulkEdit = lazy(async () => ({ default: (await later(import("./BulkEdit"))).BulkEdit }));
const BulkDelete = lazy(async () => ({ default: (await later(import("./BulkDelete"))).BulkDelete }));

interface Props {
  object: ObjectMeta;
  rows: readonly RecordRow[];
  /** Whether all rows that were read are meant, and how many there are in all. */
  whole: boolean;
  total: number;
  shown: Shown;
  onDone: () => void;
}

/** What can be done with the rows that are selected, or with all that the list would show. */
export function Selection({ object, rows, whole, total, shown, onDone }: Props) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState<"edit" | "delete" | "export" | null>(null);
  const [all, setAll] = useState(false);
  const { carryOut } = useBulk(object, "list.deleted", onDone);
  const wider = whole && total > rows.length;
  const chosen = all && wider ? chosenAll(shown.narrowing, total) : chosenRows(rows);
  const count = countOf(chosen);
  const remove = async () => {
    if (chosen.rows === null) return setOpen("delete");
    const refused = await carryOut(() => deleteChosen(object.name, chosen));
    if (refused.length > 0) tellRefused(refused.join(" "));
  };
  const close = () => setOpen(null);
  const done = () => { close(); onDone(); };
  return (
    <div className="selection" role="toolbar" aria-label={t("list.selection")}>
      <span className="numeric">{t("list.selected", { count, shown: count.toLocaleString(i18n.language) })}</span>
      {wider && !all && <Button variant="light" onClick={() => setAll(true)}>{t("list.selectWider", { shown: total.toLocaleString(i18n.language) })}</Button>}
      {may(object, "update") && <Button variant="subtle" leftSection={<Icon name="edit" />} onClick={() => setOpen("edit")}>{t("list.bulkEdit")}</Button>}
      {may(object, "export") && <Button variant="subtle" leftSection={<Icon name="download" />} onClick={() => setOpen("export")}>{t("list.export")}</Button>}
      {may(object, "delete") && <Button variant="subtle" color="red" leftSection={<Icon name="trash" />} onClick={() => void remove()}>{t("act.delete")}</Button>}
      <button type="button" className="icon-button" aria-label={t("list.unselect")} onClick={onDone}><Icon name="x" /></button>
      <Suspense>
        {open === "export" && <ExportDialog object={object} shown={shown} ids={chosen.rows === null ? null : rows.map(({ id }) => id)} onClose={close} />}
        {open === "edit" && <BulkEdit object={object} chosen={chosen} onClose={close} onDone={done} />}
        {open === "delete" && <BulkDelete object={object} chosen={chosen} onClose={close} onDone={done} />}
      </Suspense>
    </div>
  );
}
