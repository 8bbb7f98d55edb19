import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Asks whether edits that are not saved may be lost. */
export function Leaving({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onStay} title={t("form.leaveTitle")} size={420} zIndex={320} closeButtonProps={{ "aria-label": t("act.close") }}>
      <p className="quiet conflict-lead">{t("form.leaveLead")}</p>
      <div className="form-acts">
        <Button variant="default" onClick={onLeave}>{t("form.discard")}</Button>
        <Button onClick={onStay} data-autofocus>{t("form.stay")}</Button>
      </div>
    </Modal>
  );
}
