import { Button, PasswordInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { Problem } from "../../core/problem";
import { useSession } from "../../core/session";
import "./password.css";

/** Gives oneself a new password; the present one is asked unless it was just given. */
export function PasswordForm({ present, onDone }: { present?: string; onDone: () => void }) {
  const { t } = useTranslation();
  const { changePassword } = useSession();
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const [said, setSaid] = useState("");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (fresh !== again) return setSaid(t("password.differs"));
    try {
      await changePassword({ password: present ?? old, new_password: fresh });
      [setOld, setFresh, setAgain, setSaid].forEach((set) => set(""));
      onDone();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      setSaid(cause.sentences.join(" "));
    }
  };

  const toggle = { "aria-label": t("signin.show") };
  return (
    <form className="password-form" onSubmit={(event) => void submit(event)}>
      {present === undefined && (
        <PasswordInput
          label={t("password.present")} value={old} onChange={(event) => setOld(event.currentTarget.value)}
          autoComplete="current-password" required withAsterisk={false} visibilityToggleButtonProps={toggle}
        />
      )}
      <PasswordInput
        label={t("password.new")} value={fresh} onChange={(event) => setFresh(event.currentTarget.value)}
        autoComplete="new-password" required withAsterisk={false} visibilityToggleButtonProps={toggle}
      />
      <PasswordInput
        label={t("password.again")} value={again} onChange={(event) => setAgain(event.currentTarget.value)}
        autoComplete="new-password" required withAsterisk={false} visibilityToggleButtonProps={toggle}
      />
      <p role="alert">{said}</p>
      <Button type="submit" size="sm">{t("password.submit")}</Button>
    </form>
  );
}
