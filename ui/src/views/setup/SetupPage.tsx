import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Navigate, NavLink, Route, Routes, useLocation, useNavigate } from "react-router";

import { Failure } from "../../widgets/Failure";
import { useItems, vocabularyQuery } from "./api";
import { ExplainPage } from "./ExplainPage";
import { HistoryPage } from "./HistoryPage";
import { ItemPage } from "./ItemPage";
import { KindPage } from "./KindPage";
import { GuidePage } from "./start/GuidePage";
import { StartPage } from "./start/StartPage";
import { Tray } from "./Tray";
import { worded, type SetupWord } from "./words";
import "./setup.css";

const GROUPS: readonly { title: SetupWord; kinds: readonly string[] }[] = [
  { title: "nav.build", kinds: ["object", "picklist", "rule", "layout", "view", "app", "action"] },
  { title: "nav.access", kinds: ["role", "sharing"] },
];
const NAMED = new Set(GROUPS.flatMap(({ kinds }) => kinds));

/** Where administrators build: everything here is a draft of one's own until it is published. */
export function SetupPage() {
  const { t } = useTranslation("setup");
  const vocabulary = useQuery(vocabularyQuery());
  if (vocabulary.error) return <Failure cause={vocabulary.error} onRetry={() => void vocabulary.refetch()} />;
  const others = (vocabulary.data?.kinds ?? []).map(({ name }) => name).filter((name) => !NAMED.has(name));
  const link = (to: string, label: string) => ({ to, label });
  const groups = [
    ...GROUPS.map(({ title, kinds }) => ({ title, links: kinds.map((kind) => link(`/setup/${kind}`, worded("kind", kind))) })),
    { title: "nav.more" as const, links: others.map((kind) => link(`/setup/${kind}`, worded("kind", kind))) },
  ].map((group) => (group.title === "nav.access" ? { ...group, links: [...group.links, link("/setup/explain", t("nav.explain"))] } : group));
  const all = [{ title: null, links: [link("/setup/start", t("start.title"))] }, ...groups, { title: null, links: [link("/setup/history", t("nav.history"))] }];
  return (
    <div className="setup">
      <nav className="setup-nav" aria-label={t("nav.label")}>
        <h2>{t("title")}</h2>
        {all.map(({ title, links }) => (
          <section key={title ?? links[0]?.to}>
            {title && <h3>{t(title)}</h3>}
            <ul>{links.map(({ to, label }) => <li key={to}><NavLink to={to}>{label}</NavLink></li>)}</ul>
          </section>
        ))}
      </nav>
      <Places links={all.flatMap(({ links }) => links)} />
      <div className="setup-main">
        <Routes>
          <Route index element={<Beginning />} />
          <Route path="start" element={<StartPage />} />
          <Route path="start/:object" element={<GuidePage />} />
          <Route path="history" element={<HistoryPage />} />
          <Route path="explain" element={<ExplainPage />} />
          <Route path=":kind" element={<KindPage />} />
          <Route path=":kind/:name" element={<ItemPage />} />
        </Routes>
      </div>
      <Tray />
    </div>
  );
}

/** Where Setup opens: the first steps while nothing is one's own yet, the objects later. */
function Beginning() {
  const { items, pending } = useItems("object");
  if (pending) return null;
  return <Navigate to={items.some((item) => item.package === "workspace") ? "/setup/object" : "/setup/start"} replace />;
}

/** The menu of Setup where there is no room beside the page. */
function Places({ links }: { links: readonly { to: string; label: string }[] }) {
  const { t } = useTranslation("setup");
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const here = links.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  return (
    <div className="setup-places">
      <NativeSelect aria-label={t("nav.label")} value={here?.to ?? ""} onChange={(event) => void navigate(event.currentTarget.value)} data={links.map(({ to, label }) => ({ value: to, label }))} />
    </div>
  );
}
