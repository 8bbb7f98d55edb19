import { Button, Drawer, Modal, TextInput } from "@mantine/core";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";

import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { State } from "../../widgets/State";
import { tellDone, tellProblem } from "../../widgets/telling";
import { draftsAnew, discardDrafts, draftsQuery, planQuery, publishDrafts, readAnew, type DraftPlan } from "./api";
import { Blanking } from "./Blanking";
import { Findings } from "./FindingList";
import { Changes } from "./PlanView";
import { onReview } from "./reviewing";
import { unfitIn } from "./unfit";
import { useDiscarding } from "./useDiscarding";
import { keepAll, useSaving } from "./useDraft";
import { useTitles } from "./useTitles";
import { inOrder, useKindWords } from "./kinds";

/** One's own drafts: how many there are, what publishing them does, and publishing them. */
export function Tray() {
  const { t } = useTranslation("setup");
  const { pathname } = useLocation();
  const [opened, setOpened] = useState<string | null>(null); // the address it was opened at: going elsewhere closes it
  const drafts = useQuery(draftsQuery());
  const plan = useQuery({ ...planQuery(), enabled: (drafts.data ?? []).length > 0 });
  const saving = useSaving();
  const client = useQueryClient();
  const count = (drafts.data ?? []).filter(({ state }) => state !== "same").length;
  const faults = plan.data?.findings.filter(({ severity }) => severity === "error").length ?? 0;
  const open = () => void keepAll().then(() => {
    setOpened(pathname);
    return draftsAnew(client); // others may have published since
  });
  useEffect(() => onReview(open));
  if (drafts.data === undefined || drafts.data.length === 0) return null;
  return (
    <section className="setup-tray" aria-label={t("tray.label")}>
      <span className="setup-count">{count === 1 ? t("tray.one") : t("tray.many", { count })}</span>
      <span className="quiet" role="status">{t(saving === "kept" ? "item.saved" : saving === "waiting" ? "item.saving" : "item.unsaved")}</span>
      {faults > 0 && <span className="setup-loses"><Icon name="warning" size={14} />{t("tray.faults", { count: faults })}</span>}
      <Button size="sm" onClick={open}>{t("tray.open")}</Button>
      <Drawer opened={opened === pathname} onClose={() => setOpened(null)} position="right" size={560} title={t("tray.title")} closeButtonProps={{ "aria-label": t("field.done") }}>
        <Review onDone={() => setOpened(null)} />
      </Drawer>
    </section>
  );
}

function Review({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("setup");
  const [blank, setBlank] = useState<readonly string[]>([]);
  const plan = useQuery({ ...planQuery(blank), placeholderData: keepPreviousData });
  if (plan.error) return <Failure cause={plan.error} onRetry={() => void plan.refetch()} />;
  if (plan.data === undefined || (plan.data.drafts.length === 0 && plan.isFetching)) return null;
  if (plan.data.drafts.length === 0) return <State title={t("tray.empty")} hint={t("tray.emptyHint")} />;
  const { changes, findings } = plan.data;
  return (
    <div className="setup-review">
      {findings.length > 0 && <Findings findings={findings} />}
      <Blanking unfit={unfitIn(findings)} blank={blank} onChange={setBlank} />
      {changes.length > 0 ? <Changes changes={changes} /> : findings.length === 0 && <p className="quiet">{t("tray.nothing")}</p>}
      <Drafts plan={plan.data} />
      <Publishing plan={plan.data} blank={blank} onDone={onDone} />
    </div>
  );
}

function Drafts({ plan }: { plan: DraftPlan }) {
  const { t } = useTranslation("setup");
  const { t: base } = useTranslation();
  const words = useKindWords();
  const client = useQueryClient();
  const titleOf = useTitles();
  const { discard, dialog } = useDiscarding();
  const discardAll = async () => {
    try {
      await discardDrafts();
    } catch (cause) {
      tellProblem(cause, base("state.unreachable"));
    }
    await draftsAnew(client);
  };
  const [asking, setAsking] = useState(false);
  return (
    <section>
      <ul className="setup-drafts">
        {inOrder(plan.drafts, ({ kind }) => kind).map(({ kind, name, state }) => (
          <li key={`${kind}/${name}`}>
            <span className="setup-kind">{words.one(kind)}</span><Link className="clip" to={`/setup/${kind}/${name}`}>{titleOf(kind, name)}</Link>
            {state === "conflict" && <span className="setup-loses"><Icon name="warning" size={13} />{t("tray.conflict")}</span>}
            <button type="button" className="icon-button" aria-label={t("tray.discard", { name: `${words.one(kind)} ${titleOf(kind, name)}` })} onClick={() => discard({ kind, name })}><Icon name="trash" size={14} /></button>
          </li>
        ))}
      </ul>
      <Button variant="subtle" color="red" onClick={() => setAsking(true)}>{t("tray.discardAll")}</Button>
      {dialog}
      {asking && (
        <Modal opened onClose={() => setAsking(false)} title={t("tray.discardAll")} size={420} zIndex={320} closeButtonProps={{ "aria-label": base("act.close") }}>
          <p className="quiet">{t("tray.discardSure", { count: plan.drafts.length })}</p>
          <div className="form-acts">
            <Button variant="default" onClick={() => setAsking(false)} data-autofocus>{base("act.cancel")}</Button>
            <Button color="red" onClick={() => { setAsking(false); void discardAll(); }}>{t("tray.discardAll")}</Button>
          </div>
        </Modal>
      )}
    </section>
  );
}

function Publishing({ plan, blank, onDone }: { plan: DraftPlan; blank: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation("setup");
  const { t: base } = useTranslation();
  const client = useQueryClient();
  const [message, setMessage] = useState("");
  const [busy, setBusy] = useState(false);
  const stands = plan.findings.some(({ severity }) => severity === "error") || plan.drafts.some(({ state }) => state === "conflict");
  const publish = async () => {
    setBusy(true);
    try {
      const { revision, copying } = await publishDrafts(plan.plan_id, message, blank);
      await readAnew(client);
      tellDone(copying.length > 0 ? t("tray.copying", { names: copying.join(", ") }) : t("tray.published", { revision }));
      onDone();
    } catch (cause) {
      tellProblem(cause, base("state.unreachable"));
      await draftsAnew(client); // what stands against it shows in the plan
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="setup-publish" onSubmit={(event) => { event.preventDefault(); void publish(); }}>
      <TextInput label={t("tray.message")} value={message} maxLength={2000} onChange={(event) => setMessage(event.currentTarget.value)} />
      <Button type="submit" size="sm" disabled={stands} loading={busy}>{t("tray.publish")}</Button>
    </form>
  );
}
