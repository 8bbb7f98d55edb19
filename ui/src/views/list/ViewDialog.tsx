import { Button, Checkbox, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  title: string;
  label: string;
  opensFirst: boolean;
  onSave: (label: string, opensFirst: boolean) => Promise<boolean>;
  onClose: () => void;
}

/** Asks what a view of one's own is called, and whether it opens first. */
export function ViewDialog(props: Props) {
  const { t } = useTranslation();
  const [label, setLabel] = useState(props.label);
  const [opensFirst, setOpensFirst] = useState(props.opensFirst);
  const save = async () => {
    if (label.trim() !== "" && (await props.onSave(label.trim(), opensFirst))) props.onClose();
  };
  return (
    <Modal opened onClose={props.onClose} title={props.title} size={400} closeButtonProps={{ "aria-label": t("act.close") }}>
      <form className="bulk" onSubmit={(event) => { event.preventDefault(); void save(); }}>
        <TextInput label={t("views.name")} value={label} onChange={(event) => setLabel(event.currentTarget.value)} data-autofocus required maxLength={80} />
        <Checkbox size="xs" label={t("views.opensFirst")} checked={opensFirst} onChange={(event) => setOpensFirst(event.currentTarget.checked)} />
        <div className="bulk-acts">
          <Button variant="default" onClick={props.onClose}>{t("act.cancel")}</Button>
          <Button type="submit" disabled={label.trim() === ""}>{t("views.save")}</Button>
        </div>
      </form>
    </Modal>
  );
}
