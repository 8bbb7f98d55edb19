import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { createToken, revokeToken, tokensQuery, type Token } from "../../core/tokens";
import { momentText } from "../../core/zone";
import { Failure } from "../../widgets/Failure";
import { tellProblem } from "../../widgets/telling";

const SCOPES = { read: ["read"], write: ["read", "write"] } as const;

/** The tokens by which programs act as oneself: made, shown once, revoked. */
export function Tokens() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(tokensQuery());
  const [name, setName] = useState("");
  const [scope, setScope] = useState<keyof typeof SCOPES>("read");
  const [secret, setSecret] = useState<string | null>(null);
  const changed = () => client.invalidateQueries(tokensQuery());

  const make = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const made = await createToken({ name, scopes: [...SCOPES[scope]] });
      setSecret(made.token);
      setName("");
      await changed();
    } catch (cause) {
      tellProblem(cause, t("state.unreachable"));
    }
  };
  const revoke = (token: Token) => revokeToken(token.id).then(changed).catch((cause: unknown) => tellProblem(cause, t("state.unreachable")));

  return (
    <section aria-labelledby="tokens">
      <h2 id="tokens">{t("settings.tokens")}</h2>
      <p className="quiet">{t("settings.tokensHint")}</p>
      {error && <Failure cause={error} onRetry={() => void refetch()} />}
      <ul className="settings-tokens">
        {data?.map((token) => <TokenRow key={token.id} token={token} onRevoke={() => void revoke(token)} />)}
        {data?.length === 0 && <li className="quiet">{t("settings.tokenNone")}</li>}
      </ul>
      {secret !== null && <p className="settings-secret" role="status">{t("settings.tokenShown")} <code>{secret}</code></p>}
      <form className="settings-token" onSubmit={(event) => void make(event)}>
        <TextInput label={t("settings.tokenName")} value={name} onChange={(event) => setName(event.currentTarget.value)} required withAsterisk={false} />
        <NativeSelect
          label={t("settings.tokenScope")} value={scope} onChange={(event) => setScope(event.currentTarget.value === "write" ? "write" : "read")}
          data={[{ value: "read", label: t("settings.scopeRead") }, { value: "write", label: t("settings.scopeWrite") }]}
        />
        <Button type="submit" size="sm" variant="default">{t("settings.tokenMake")}</Button>
      </form>
    </section>
  );
}

function TokenRow({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const { t, i18n } = useTranslation();
  const used = token.seen_at === null ? t("settings.tokenUnused") : t("settings.tokenUsed", { when: momentText(token.seen_at, i18n.language) });
  return (
    <li>
      <strong className="clip">{token.name}</strong>
      <span className="quiet">{token.revoked_at === null ? used : t("settings.tokenRevoked")}</span>
      {token.revoked_at === null && <Button variant="subtle" color="red" onClick={onRevoke} aria-label={t("settings.tokenRevoke", { name: token.name })}>{t("act.remove")}</Button>}
    </li>
  );
}
