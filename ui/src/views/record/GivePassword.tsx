import { Button, CopyButton, Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { givePassword } from "../../core/passwords";
import { tellProblem } from "../../widgets/telling";

interface Props {
  id: string;
  name: string;
  onClose: () => void;
}

/** Asks whether somebody shall have a new password, and shows it once. */
export default function GivePassword({ id, name, onClose }: Props) {
  const { t } = useTranslation();
  const [given, setGiven] = useState<{ login: string; password: string } | null>(null);
  const [running, setRunning] = useState(false);
  const give = () => {
    setRunning(true);
    void givePassword(id).then(setGiven, (cause: unknown) => tellProblem(cause, t("state.unreachable"))).finally(() => setRunning(false));
  };
  return (
    <Modal opened onClose={onClose} title={t("password.give")} closeButtonProps={{ "aria-label": t("act.close") }}>
      {given === null ? (
        <>
          <p>{t("password.asks", { name })}</p>
          <div className="form-acts">
            <Button variant="default" onClick={onClose}>{t("act.cancel")}</Button>
            <Button loading={running} onClick={give} data-autofocus>{t("password.give")}</Button>
          </div>
        </>
      ) : (
        <>
          <p role="status">{t("password.given", { login: given.login })} <code className="given-password">{given.password}</code></p>
          <div className="form-acts">
            <CopyButton value={given.password}>{({ copied, copy }) => <Button variant="default" onClick={copy}>{t(copied ? "password.copied" : "password.copy")}</Button>}</CopyButton>
            <Button onClick={onClose}>{t("act.close")}</Button>
          </div>
        </>
      )}
    </Modal>
  );
}
