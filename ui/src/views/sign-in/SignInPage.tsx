import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";

import { Problem } from "../../core/problem";
import { useMe, useSession } from "../../core/session";
import { Appearance, LanguageChoice } from "../../widgets/Preferences";
import { Title } from "../../widgets/Title";
import { PasswordForm } from "../settings/PasswordForm";
import "./sign-in.css";

/** Addresses of this application only: nobody is sent elsewhere by a link. */
const safe = (back: string | null) => (back !== null && /^\/(?![/\\])/.test(back) ? back : "/");

/** Signing in, and choosing a password where the given one is for once. */
export function SignInPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [given, setGiven] = useState<string>();
  const { data: me } = useMe();
  const enter = () => void navigate(safe(search.get("back")), { replace: true });
  return (
    <div className="sign-in">
      <Title parts={[t(me?.must_change_password ? "password.title" : "signin.title")]} />
      <main>
        <img src="/mark.svg" alt="" width="40" height="40" />
        {me?.must_change_password ? (
          <>
            <h1>{t("password.title")}</h1>
            <p className="quiet">{t("password.lead")}</p>
            <PasswordForm {...(given !== undefined && { present: given })} onDone={enter} />
          </>
        ) : (
          <SignInForm onEntered={enter} onMustChange={setGiven} expired={search.has("back")} />
        )}
      </main>
      <footer>
        <LanguageChoice />
        <Appearance />
        <Link to="/about">{t("signin.about")}</Link>
      </footer>
    </div>
  );
}

function SignInForm(props: { onEntered: () => void; onMustChange: (password: string) => void; expired: boolean }) {
  const { t } = useTranslation();
  const { signIn } = useSession();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const me = await signIn({ login: login.trim(), password });
      if (me?.must_change_password) props.onMustChange(password);
      else props.onEntered();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      setProblem(cause);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <h1>{t("signin.title")}</h1>
      <p className="quiet">{props.expired ? t("signin.expired") : t("signin.lead")}</p>
      <TextInput
        label={t("signin.login")} value={login} onChange={(event) => setLogin(event.currentTarget.value)}
        autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus required withAsterisk={false}
      />
      <PasswordInput
        label={t("signin.password")} value={password} onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="current-password" required withAsterisk={false}
        visibilityToggleButtonProps={{ "aria-label": t("signin.show") }}
      />
      <p className="sign-in-problem" role="alert">
        {problem && (problem.status === 0 ? t("state.unreachable") : problem.sentences.join(" "))}
      </p>
      <Button type="submit" size="sm" fullWidth disabled={busy}>{t("signin.submit")}</Button>
    </form>
  );
}
