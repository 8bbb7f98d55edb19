import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";

import { Failure } from "../../../widgets/Failure";
import { Icon } from "../../../widgets/Icon";
import { Title } from "../../../widgets/Title";
import { titleOf, type Plan } from "../api";
import { useTitles } from "../useTitles";
import { useKindWords } from "../kinds";
import { worded } from "../words";
import { actsOf, doAct, isNewer, planAct, pluginQuery, type Act, type WholePlugin } from "./api";
import { Confirm } from "./Confirm";
import { Standing } from "./PluginsPage";
import { useActing } from "./useActing";
import { usePackageTitle } from "./usePackageTitle";
import "./plugins.css";

const LOSING: ReadonlySet<Act> = new Set(["uninstall", "purge"]);

/** One plugin: how it stands, what it needs, declares and may do, and what may be done with it. */
export function PluginPage() {
  const { name = "" } = useParams();
  const { t, i18n } = useTranslation("setup");
  const [dropping, setDropping] = useState(false); // what is going is not asked for anew, though the revision moves
  const { data: plugin, error, refetch } = useQuery({ ...pluginQuery(name), enabled: !dropping });
  if (error) return <Failure cause={error} onRetry={() => void refetch()} />;
  if (plugin === undefined) return null;
  return (
    <article className="setup-item">
      <nav className="setup-crumbs"><Link to="/setup/plugins">{t("plugins.title")}</Link></nav>
      <header><Title parts={[titleOf(plugin, i18n.language), t("title")]} /><h1 className="clip">{titleOf(plugin, i18n.language)}</h1><code className="quiet">{name}</code><Standing plugin={plugin} /></header>
      {plugin.failed !== null && <Broken report={plugin.failed} />}
      {plugin.findings.length > 0 && plugin.failed === null && <Report title={t("plugins.notes")} lines={plugin.findings} />}
      <Acting key={name} plugin={plugin} onDropping={setDropping} />
      <Facts plugin={plugin} />
      <Declared plugin={plugin} />
    </article>
  );
}

function Broken({ report }: { report: string }) {
  const { t } = useTranslation("setup");
  return <Report title={t("plugins.brokenTitle")} lines={report.split("; ")}><p className="quiet">{t("plugins.brokenHint")}</p></Report>;
}

function Report({ title, lines, children }: { title: string; lines: readonly string[]; children?: ReactNode }) {
  return (
    <section className="setup-findings" aria-label={title} data-severity="error">
      <h2><Icon name="warning" size={15} />{title}</h2>
      <ul>{lines.map((line) => <li key={line}><code>{line}</code></li>)}</ul>
      {children}
    </section>
  );
}

function Acting({ plugin, onDropping }: { plugin: WholePlugin; onDropping: (dropping: boolean) => void }) {
  const { t, i18n } = useTranslation("setup");
  const { busy, look, go } = useActing();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<{ act: Act; plan: Plan } | null>(null);
  const { name } = plugin;
  const acts = actsOf(plugin);
  const drop = async (plan: string) => {
    onDropping(true);
    try {
      return await doAct(name, "purge", plan);
    } catch (cause) {
      onDropping(false);
      throw cause;
    }
  };
  if (asked !== null) {
    const { act, plan } = asked;
    return (
      <Confirm
        key={plan.plan_id} plan={plan} lead={t(`plugins.${act}.lead`)} label={t(`plugins.${act}`)} loses={LOSING.has(act)} {...(act === "purge" && { sure: name })}
        busy={busy} onCancel={() => setAsked(null)} onGo={() => void (act === "purge" ? go(() => drop(plan.plan_id), () => navigate("/setup/plugins")) : go(() => doAct(name, act, plan.plan_id), () => setAsked(null)))}
      />
    );
  }
  return (
    <>
      <PluginNotes plugin={plugin} />
      {acts.length > 0 && (
        <div className="setup-acts plugin-acts">
          {acts.map((act) => (
            <Button
              key={act} size="sm" variant={LOSING.has(act) ? "subtle" : act === "disable" ? "default" : "filled"} {...(LOSING.has(act) && { color: "red" })} disabled={busy}
              aria-label={`${t(`plugins.${act}`)} ${titleOf(plugin, i18n.language)}`} onClick={() => void look(async () => setAsked({ act, plan: await planAct(name, act) }))}
            >{t(`plugins.${act}`)}</Button>
          ))}
        </div>
      )}
    </>
  );
}

/** Why something cannot be done here. */
function PluginNotes({ plugin }: { plugin: WholePlugin }) {
  const { t } = useTranslation("setup");
  const titleOfPackage = usePackageTitle();
  const behind = plugin.version !== null && (plugin.installed === null ? !plugin.disabled : isNewer(plugin.version, plugin.installed));
  return (
    <>
      {plugin.foundation && <p className="setup-note quiet"><Icon name="lock" size={14} />{t("plugins.foundation")}</p>}
      {plugin.has_code && behind && <p className="setup-note quiet"><Icon name="info" size={14} />{t("plugins.hasCode", { name: plugin.name })}</p>}
      {!plugin.foundation && plugin.used_by.length > 0 && <p className="setup-note quiet"><Icon name="link" size={14} />{t("plugins.inUse", { names: plugin.used_by.map(titleOfPackage).join(t("discard.comma")) })}</p>}
    </>
  );
}

function Facts({ plugin }: { plugin: WholePlugin }) {
  const { t } = useTranslation("setup");
  const none = t("plugins.nothing");
  const titleOfPackage = usePackageTitle();
  const named = (names: readonly string[]) => (names.length === 0 ? none : names.map((each, at) => {
    const [name = ""] = each.split(/[ <>=]/);
    return <span key={each}>{at > 0 && t("discard.comma")}<Link to={`/setup/plugins/${name}`} title={name}>{titleOfPackage(name)}</Link>{each.slice(name.length)}</span>;
  }));
  const powers = plugin.powers.length > 0 ? <ul>{plugin.powers.map((power) => <li key={power}>{worded("power", power)}</li>)}</ul> : t("plugins.noCode");
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t("plugins.version"), plugin.installed ?? none], [t("plugins.here"), plugin.version ?? none], [t("plugins.needs"), named(plugin.depends)],
    [t("plugins.neededBy"), named(plugin.used_by)], [t("plugins.powers"), powers],
  ];
  return <dl className="plugin-facts">{facts.map(([term, fact]) => <div key={term}><dt>{term}</dt><dd>{fact}</dd></div>)}</dl>;
}

function Declared({ plugin }: { plugin: WholePlugin }) {
  const { t, i18n } = useTranslation("setup");
  const called = useTitles();
  const words = useKindWords();
  const kinds = new Map<string, WholePlugin["items"][number][]>();
  for (const item of plugin.items) kinds.set(item.kind, [...(kinds.get(item.kind) ?? []), item]);
  return (
    <section>
      <h2 className="plugin-heading">{t("plugins.declares")}</h2>
      {kinds.size === 0 && <p className="quiet">{t("plugins.declaresNone")}</p>}
      <dl className="plugin-items">
        {[...kinds].map(([kind, items]) => (
          <div key={kind}>
            <dt>{words.kind(kind)} <span className="numeric quiet">{items.length}</span></dt>
            <dd>{items.map((item) => {
              const title = plugin.installed === null ? titleOf(item, i18n.language) : called(kind, item.name);
              return plugin.installed === null || kind === "kind" ? <span key={item.name} title={item.name}>{title}</span> : <Link key={item.name} to={`/setup/${kind}/${item.name}`} title={item.name}>{title}</Link>;
            })}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
