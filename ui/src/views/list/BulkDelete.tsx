import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { countOf, deleteChosen, type Chosen } from "../../core/bulk";
import type { ObjectMeta } from "../../core/metadata";
import { BULK } from "../../words/bulk";
import { teach } from "../../words/resources";
import { useBulk } from "./useBulk";

teach(BULK);

/** Asks before all that a filter finds goes into the recycle bin. */
export function BulkDelete({ object, chosen, onClose, onDone }: { object: ObjectMeta; chosen: Chosen; onClose: () => void; onDone: () => void }) {
  const { t, i18n } = useTranslation();
  const { busy, refused, carryOut } = useBulk(object, "list.deleted", onDone);
  const count = countOf(chosen);
  const words = { count, shown: count.toLocaleString(i18n.language) };
  return (
    <Modal opened onClose={onClose} title={t("list.bulkDelete", words)} size={420} closeButtonProps={{ "aria-label": t("act.close") }}>
      <div className="bulk">
        <p className="quiet">{t("list.bulkDeleteLead")}</p>
        {refused.length > 0 && <ul role="alert">{refused.map((word) => <li key={word}>{word}</li>)}</ul>}
        <div className="bulk-acts">
          <Button variant="default" onClick={onClose} data-autofocus>{t("act.cancel")}</Button>
          <Button color="red" loading={busy} onClick={() => void carryOut(() => deleteChosen(object.name, chosen))}>{t("list.bulkDelete", words)}</Button>
        </div>
      </div>
    </Modal>
  );
}
