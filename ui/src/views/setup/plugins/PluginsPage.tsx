import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Failure } from "../../../widgets/Failure";
import { Icon } from "../../../widgets/Icon";
import { Title } from "../../../widgets/Title";
import { Waiting } from "../../../widgets/Waiting";
import { titleOf } from "../api";
import { isNewer, planFile, pluginsQuery, sendFile, type Plugin, type SentPlan } from "./api";
import { Confirm } from "./Confirm";
import { useActing } from "./useActing";
import "./plugins.css";

/** The packages that are installed or could be, and the way to take one in from a file. */
export function PluginsPage() {
  const { t, i18n } = useTranslation("setup");
  const { data, error, isPending, refetch } = useQuery(pluginsQuery());
  if (error) return <Failure cause={error} onRetry={() => void refetch()} />;
  return (
    <section className="setup-list" aria-busy={isPending}>
      <header><Title parts={[t("plugins.title"), t("title")]} /><h1>{t("plugins.title")}</h1></header>
      <p className="quiet">{t("plugins.lead")}</p>
      <Sending />
      {isPending && <Waiting />}
      <ul className="setup-rows">
        {(data ?? []).map((plugin) => (
          <li key={plugin.name} data-faulty={plugin.failed !== null || undefined}>
            <Link className="setup-row" to={`/setup/plugins/${plugin.name}`}>
              <strong className="clip">{titleOf(plugin, i18n.language)}</strong>
              <code className="clip quiet">{plugin.name}</code>
              <span className="numeric quiet">{plugin.installed ?? plugin.version ?? ""}</span>
              <Standing plugin={plugin} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How a plugin stands, in marks. */
export function Standing({ plugin }: { plugin: Plugin }) {
  const { t } = useTranslation("setup");
  const { installed, version } = plugin;
  const word = plugin.disabled ? "plugins.disabled" : installed !== null ? "plugins.installed" : plugin.leaves_data ? "plugins.left" : "plugins.available";
  return (
    <span className="setup-marks">
      {plugin.failed !== null && <span className="setup-mark" data-tone="bad"><Icon name="warning" size={12} />{t("plugins.failed")}</span>}
      {installed !== null && version !== null && isNewer(version, installed) && <span className="setup-mark" data-tone="draft">{t("plugins.newer", { version })}</span>}
      <span className="setup-mark" data-tone={installed !== null ? "good" : undefined}>{t(word)}</span>
    </span>
  );
}

/** Taking a package in from a file: first what it does, then doing it. */
function Sending() {
  const { t, i18n } = useTranslation("setup");
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [plan, setPlan] = useState<SentPlan | null>(null);
  const { busy, look, go } = useActing();
  const close = () => { setPlan(null); setFile(null); };
  const choose = (chosen: File | undefined) => {
    if (input.current) input.current.value = ""; // so that the same file can be chosen again once it is mended
    if (chosen === undefined) return;
    setFile(chosen);
    void look(async () => setPlan(await planFile(chosen)));
  };
  if (plan !== null && file !== null) {
    const label = titleOf(plan.package, i18n.language);
    return (
      <>
        <h2 className="plugin-sent">{t("plugins.sent", { label, version: plan.package.version })}</h2>
        <Confirm plan={plan} lead={t("plugins.install.lead")} label={t("plugins.install")} busy={busy} onCancel={close} onGo={() => void go(() => sendFile(file, plan.plan_id), close)} />
      </>
    );
  }
  return (
    <div className="plugin-send">
      <Button variant="default" loading={busy} leftSection={<Icon name="upload" size={14} />} onClick={() => input.current?.click()}>{t("plugins.send")}</Button>
      <input ref={input} type="file" accept=".zip,application/zip" aria-label={t("plugins.file")} hidden onChange={(event) => choose(event.currentTarget.files?.[0])} />
      <span className="quiet">{t("plugins.sendHint")}</span>
    </div>
  );
}
