import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "../../../widgets/Icon";
import type { Change, Plan } from "../api";
import { useKindWords } from "../kinds";
import { Findings } from "../FindingList";
import { Changes } from "../PlanView";
import { worded } from "../words";

interface ConfirmProps {
  plan: Plan;
  lead: string;
  label: string;
  /** What has to be written before it goes ahead. */
  sure?: string;
  loses?: boolean;
  busy: boolean;
  onGo: () => void;
  onCancel: () => void;
}

const MOST = 12; // changes that are shown without being asked for

/** What a change of packages would do, and the last word on it. */
export function Confirm(props: ConfirmProps) {
  const { t } = useTranslation("setup");
  const { t: base } = useTranslation();
  const [written, setWritten] = useState("");
  const { changes, findings } = props.plan;
  const stands = findings.some(({ severity }) => severity === "error") || changes.length === 0;
  return (
    <section className="setup-undo plugin-confirm" aria-label={props.label}>
      <p>{props.lead}</p>
      {findings.length > 0 && <Findings findings={findings} />}
      {changes.length === 0 && findings.length === 0 && <p className="quiet">{t("plugins.same")}</p>}
      {changes.length > MOST ? <Summary changes={changes} /> : <Changes changes={changes} />}
      {props.sure !== undefined && (
        <TextInput label={t("plugins.purgeSure", { name: props.sure })} value={written} autoComplete="off" onChange={(event) => setWritten(event.currentTarget.value)} />
      )}
      <div className="setup-acts">
        <Button size="sm" {...(props.loses && { color: "red" })} loading={props.busy} disabled={stands || (props.sure !== undefined && written !== props.sure)} onClick={props.onGo}>{props.label}</Button>
        <Button size="sm" variant="default" onClick={props.onCancel}>{base("act.cancel")}</Button>
      </div>
    </section>
  );
}

/** Many changes told by their kinds; those that lose something are told one by one. */
function Summary({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation("setup");
  const words = useKindWords(changes);
  const counts = new Map<string, Set<string>>();
  for (const { action, kind, name } of changes) {
    const at = `${action} ${kind}`;
    counts.set(at, (counts.get(at) ?? new Set()).add(name));
  }
  const losses = new Set(changes.filter(({ destructive }) => destructive).flatMap(({ effects }) => effects.map(({ message }) => message)));
  return (
    <>
      <ul className="plugin-counts">
        {[...counts].map(([at, names]) => {
          const [action = "", kind = ""] = at.split(" ");
          return <li key={at} data-action={action}><span>{worded("change", action)}</span> {t("plugins.count", { count: names.size, kind: words.kind(kind) })}</li>;
        })}
      </ul>
      {losses.size > 0 && <ul className="plugin-losses">{[...losses].map((loss) => <li key={loss}><Icon name="warning" size={13} />{loss}</li>)}</ul>}
      <details><summary>{t("plugins.all", { count: changes.length })}</summary><Changes changes={changes} /></details>
    </>
  );
}
