import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { endOtherSessions, endSession, sessionsQuery, type SignIn } from "../../core/sessions";
import { momentText } from "../../core/zone";
import { Failure } from "../../widgets/Failure";
import { tellDone, tellProblem } from "../../widgets/telling";
import { deviceOf } from "./device";

/** Where one is signed in, and how that ends. */
export function Sessions() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(sessionsQuery());
  const end = async (work: Promise<unknown>, said: string) => {
    try {
      await work;
      tellDone(said);
    } catch (cause) {
      tellProblem(cause, t("state.unreachable"));
    } finally {
      await client.invalidateQueries(sessionsQuery());
    }
  };
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{t("settings.sessions")}</h2>
      <p className="quiet">{t("settings.sessionsHint")}</p>
      {error && <Failure cause={error} onRetry={() => void refetch()} />}
      <ul className="settings-tokens" aria-busy={data === undefined}>
        {data?.map((session) => <Place key={session.id} session={session} onEnd={(device) => void end(endSession(session.id), t("settings.sessionEnded", { device }))} />)}
      </ul>
      {data && data.length > 1 && (
        <Button variant="default" size="sm" onClick={() => void end(endOtherSessions(), t("settings.sessionsEnded"))}>{t("settings.sessionEndOthers")}</Button>
      )}
    </section>
  );
}

function Place({ session, onEnd }: { session: SignIn; onEnd: (device: string) => void }) {
  const { t, i18n } = useTranslation();
  const { browser, system } = deviceOf(session.agent);
  const device = browser && system ? t("settings.deviceOn", { browser, system }) : browser ?? system ?? t("settings.deviceUnknown");
  const when = (at: string) => momentText(at, i18n.language);
  const told = [session.address, t("settings.sessionSeen", { when: when(session.seen_at) })].filter(Boolean);
  return (
    <li>
      <span className="settings-place">
        <strong title={session.agent ?? undefined}>{device}</strong>
        <span className="quiet" title={t("settings.sessionSince", { when: when(session.created_at) })}>{told.map((part, index) => <span key={part}>{part}{index < told.length - 1 && " · "}</span>)}</span>
      </span>
      {session.current
        ? <span className="settings-here">{t("settings.sessionHere")}</span>
        : <Button variant="subtle" color="red" onClick={() => onEnd(device)} aria-label={t("settings.sessionEndOf", { device })}>{t("settings.sessionEnd")}</Button>}
    </li>
  );
}
