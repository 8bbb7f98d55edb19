import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { nameOf } from "../../core/finding";
import type { FieldMeta, ObjectMeta } from "../../core/metadata";
import { referenceOf, type RecordRow, type Reference, type Value } from "../../core/records";
import { kindOf } from "../../fields/registry";

interface Props {
  object: ObjectMeta;
  parent: FieldMeta;
  row: RecordRow;
  onMove: (to: Reference | null, label: string) => Promise<boolean>;
  onClose: () => void;
}

/** Asks below which record one shall stand, for fingers, keys and far ways. */
export function MoveDialog({ object, parent, row, onMove, onClose }: Props) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Value>(row[parent.name] ?? null);
  const { Input } = kindOf(parent);
  const to = referenceOf(chosen);
  const put = async (place: Reference | null) => {
    if (await onMove(place, String(place?.[parent.to_name ?? ""] ?? ""))) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t("tree.moveOf", { name: nameOf(object, row) })} size={440} closeButtonProps={{ "aria-label": t("act.close") }}>
      <form className="bulk" onSubmit={(event) => { event.preventDefault(); void put(to); }}>
        <Input field={{ ...parent, required: false }} value={chosen} onChange={setChosen} />
        <div className="bulk-acts">
          {referenceOf(row[parent.name]) !== null && !parent.required && <Button variant="subtle" onClick={() => void put(null)}>{t("tree.toTop")}</Button>}
          <Button variant="default" onClick={onClose}>{t("act.cancel")}</Button>
          <Button type="submit" disabled={to === null}>{t("tree.move")}</Button>
        </div>
      </form>
    </Modal>
  );
}
