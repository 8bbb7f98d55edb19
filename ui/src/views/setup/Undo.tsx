import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Problem } from "../../core/problem";
import { tellDone, tellProblem } from "../../widgets/telling";
import { planUndo, readAnew, undo, type Plan, type Undoing } from "./api";
import { Blanking } from "./Blanking";
import { Changes } from "./PlanView";
import { unfitIn } from "./unfit";

/** What undoing would do, or what stands against it and which fields would have to let values go. */
type Looked = { plan: Plan } | { refused: readonly string[]; unfit: readonly string[] };

const isUnfit = (cause: unknown): cause is Problem => cause instanceof Problem && cause.entries.some(({ code }) => code === "retype_unfit");

const lookedOf = (problem: Problem): Looked => ({
  refused: problem.sentences, unfit: unfitIn(problem.entries.map(({ code, field }) => ({ code, path: field ?? "" }))),
});

/** The way back: first what it does, then doing it. */
export function Undo({ number, item, label }: { number: number; item: Undoing; label: string }) {
  const { t } = useTranslation("setup");
  const { t: base } = useTranslation();
  const client = useQueryClient();
  const [looked, setLooked] = useState<Looked | null>(null);
  const [blank, setBlank] = useState<readonly string[]>([]);
  const tried = (act: Promise<void>) => act.catch((cause: unknown) => {
    if (isUnfit(cause)) setLooked(lookedOf(cause));
    else tellProblem(cause, base("state.unreachable"));
  });
  const look = async (letting: readonly string[]) => {
    setBlank(letting);
    setLooked({ plan: await planUndo(number, item, letting) });
  };
  const go = async () => {
    const { revision, copying } = await undo(number, item, blank);
    setLooked(null);
    tellDone(copying.length > 0 ? t("tray.copying", { names: copying.join(", ") }) : t("history.undone", { revision }));
    await readAnew(client);
  };
  if (looked === null) return <Button variant="default" onClick={() => void tried(look([]))}>{label}</Button>;
  const stands = "refused" in looked || looked.plan.changes.length === 0;
  return (
    <div className="setup-undo" role="group" aria-label={label}>
      {"refused" in looked && looked.refused.map((sentence) => <p key={sentence} className="setup-fault" role="alert">{sentence}</p>)}
      <Blanking unfit={"refused" in looked ? looked.unfit : []} blank={blank} onChange={(next) => void tried(look(next))} />
      {"plan" in looked && <p>{t("history.sure")}</p>}
      {"plan" in looked && (looked.plan.changes.length > 0 ? <Changes changes={looked.plan.changes} /> : <p className="quiet">{t("tray.nothing")}</p>)}
      <Button disabled={stands} onClick={() => void tried(go())}>{t("history.confirm")}</Button>
      <Button variant="default" onClick={() => { setLooked(null); setBlank([]); }}>{base("act.cancel")}</Button>
    </div>
  );
}
