import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";

import { countRecords, recordsKey } from "../../../core/records";
import { Icon } from "../../../widgets/Icon";
import { State } from "../../../widgets/State";
import { tellProblem } from "../../../widgets/telling";
import { Title } from "../../../widgets/Title";
import { draftsAnew, discardDraft, draftsQuery, itemsQuery, textOf, titleOf, type Draft } from "../api";
import { useItems } from "../items";
import { openReview } from "../reviewing";
import type { SetupWord } from "../words";
import { roleOf } from "./beginning";
import "./start.css";

type Standing = "missing" | "draft" | "done";

interface Step {
  title: SetupWord;
  hint: SetupWord;
  standing: Standing;
  to: string | null;
}

/** The way of one object from idea to first record: what is there, and what comes next. */
export function GuidePage() {
  const { object = "" } = useParams();
  const { t, i18n } = useTranslation("setup");
  const { items, pending } = useItems("object");
  const drafts = useQuery(draftsQuery()).data ?? [];
  const item = items.find(({ name }) => name === object);
  const steps = useSteps(object, drafts);
  if (pending) return null;
  if (item === undefined) return <State title={t("start.gone")} hint={t("start.goneHint")}><Button component={Link} to="/setup/start">{t("start.title")}</Button></State>;
  const next = steps.findIndex(({ standing }) => standing !== "done");
  const mine = drafts.filter((draft) => belongs(draft, object));
  return (
    <section className="setup-list start">
      <nav className="setup-crumbs"><Link to="/setup/start">{t("start.title")}</Link></nav>
      <header><Title parts={[titleOf(item, i18n.language), t("title")]} /><h1>{titleOf(item, i18n.language)}</h1><code className="quiet">{object}</code></header>
      <p className="quiet">{t(next === -1 ? "start.ready" : mine.length > 0 ? "start.guide" : "start.published")}</p>
      <ol className="start-steps" aria-label={t("start.steps")}>
        {steps.map((step, at) => (
          <li key={step.title} data-standing={step.standing} aria-current={at === next ? "step" : undefined}>
            <span className="start-sign">{step.standing === "done" ? <Icon name="check" size={14} /> : at + 1}</span>
            <span className="start-step"><strong>{t(step.title)}</strong><span className="quiet">{t(step.hint)}</span></span>
            <Act step={step} />
          </li>
        ))}
      </ol>
      {mine.length > 0 ? <Away drafts={mine} /> : <p className="quiet">{t("start.undo")} <Link className="start-link" to="/setup/history">{t("nav.history")}</Link></p>}
    </section>
  );
}

function Act({ step }: { step: Step }) {
  const { t } = useTranslation("setup");
  if (step.title === "start.publish") return step.standing === "draft" ? <Button onClick={openReview}>{t("tray.open")}</Button> : null;
  if (step.to === null) return null;
  const word = step.title === "start.first" ? (step.standing === "done" ? "start.look" : "start.make") : step.standing === "missing" ? "start.create" : "start.look";
  return <Button component={Link} to={step.to} variant={step.title === "start.first" && step.standing !== "done" ? "filled" : "default"}>{t(word)}</Button>;
}

/** Whether a draft is of an object: it, what is about it, its values and its role. */
const belongs = ({ kind, name, item }: Draft, object: string): boolean =>
  (kind === "object" && name === object) || textOf(item?.["object"]) === object || (kind === "role" && name === roleOf(object)) || (kind === "picklist" && name.startsWith(`${object}_`));

function useSteps(object: string, drafts: readonly Draft[]): readonly Step[] {
  const published = useQuery(itemsQuery()).data ?? [];
  const stored = published.some(({ kind, name }) => kind === "object" && name === object);
  const count = useQuery({ queryKey: [...recordsKey(object), "counted", null], enabled: stored, queryFn: ({ signal }) => countRecords(object, null, signal) }).data?.count;
  const part = (kind: string, title: SetupWord, hint: SetupWord): Step => {
    const is = (name: string, about: string) => (kind === "role" ? name === roleOf(object) : about === object);
    const draft = drafts.find((each) => each.kind === kind && each.state !== "same" && is(each.name, textOf(each.item?.["object"])));
    const known = published.find((each) => each.kind === kind && is(each.name, each.object ?? ""));
    const name = draft?.name ?? known?.name;
    return { title, hint, standing: draft ? "draft" : known ? "done" : "missing", to: `/setup/${kind}${name ? `/${name}` : ""}` };
  };
  const waiting = drafts.some((draft) => draft.state !== "same" && belongs(draft, object));
  return [
    { title: "start.object", hint: "start.objectHint", standing: drafts.some(({ kind, name, state }) => kind === "object" && name === object && state !== "same") ? "draft" : "done", to: `/setup/object/${object}` },
    part("layout", "start.form", "start.formHint"), part("rule", "start.rule", "start.ruleHint"), part("role", "start.role", "start.roleHint"),
    { title: "start.publish", hint: "start.publishHint", standing: waiting ? "draft" : "done", to: null },
    { title: "start.first", hint: "start.firstHint", standing: count === undefined || count === 0 ? "missing" : "done", to: !stored || count === undefined ? null : count > 0 ? `/o/${object}` : `/o/${object}/new` },
  ];
}

/** Lets what was begun go again. */
function Away({ drafts }: { drafts: readonly Draft[] }) {
  const { t } = useTranslation("setup");
  const { t: base } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const away = async () => {
    try {
      for (const { kind, name } of drafts) await discardDraft(kind, name);
    } catch (cause) {
      tellProblem(cause, base("state.unreachable"));
    }
    await draftsAnew(client);
    await navigate("/setup/start");
  };
  return <p className="quiet">{t("start.undoDraft")} <Button variant="subtle" color="red" onClick={() => void away()}>{t("start.away")}</Button></p>;
}
