import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Navigate, NavLink, Route, Routes, useLocation, useNavigate } from "react-router";

import { objectsQuery } from "../../core/metadata";
import { holds, useMe } from "../../core/session";
import { Failure } from "../../widgets/Failure";
import { titleOf, useItems, vocabularyQuery } from "./api";
import { Forbidden } from "../missing/Forbidden";
import { ExplainPage } from "./ExplainPage";
import { DictionaryPage } from "./DictionaryPage";
import { HintsPage } from "./HintsPage";
import { HistoryPage } from "./HistoryPage";
import { ItemPage } from "./ItemPage";
import { KindPage } from "./KindPage";
import { PluginPage } from "./plugins/PluginPage";
import { PluginsPage } from "./plugins/PluginsPage";
import { GuidePage } from "./start/GuidePage";
import { StartPage } from "./start/StartPage";
import { Tray } from "./Tray";
import { ViewAsPage } from "./ViewAsPage";
import { useKindWords } from "./kinds";
import type { SetupWord } from "./words";
import "./setup.css";

const GROUPS: readonly { title: SetupWord; kinds: readonly string[] }[] = [
  { title: "nav.build", kinds: ["object", "picklist", "rule", "layout", "view", "app", "action"] },
  { title: "nav.access", kinds: ["role", "sharing"] },
];
/** Objects of the platform whose records say who there is and where they stand; they are kept like all records. */
const PEOPLE: readonly string[] = ["user", "team", "org_unit", "queue"];
const NAMED = new Set(GROUPS.flatMap(({ kinds }) => kinds));

const link = (to: string, label: string) => ({ to, label });

/** Where administrators build: everything here is a draft of one's own until it is published. */
export function SetupPage() {
  const { t, i18n } = useTranslation("setup");
  const { t: base } = useTranslation();
  const words = useKindWords();
  const vocabulary = useQuery(vocabularyQuery());
  const objects = useQuery(objectsQuery());
  const me = useMe();
  if (me.data && !holds(me.data, "setup")) return <Forbidden title={base("state.forbidden")} to="/" back={base("act.home")} />;
  if (vocabulary.error) return <Failure cause={vocabulary.error} onRetry={() => void vocabulary.refetch()} />;
  const people = PEOPLE.flatMap((name) => (objects.data ?? []).filter((each) => each.name === name).map((each) => link(`/o/${name}`, each.plural)));
  const known = vocabulary.data?.kinds ?? [];
  const others = known.filter(({ name, package: of }) => of === null && !NAMED.has(name)).map(({ name }) => name);
  const linked = (kinds: readonly string[]) => kinds.map((kind) => link(`/setup/${kind}`, words.kind(kind)));
  const packages = [...new Set(known.flatMap(({ package: of }) => of ?? []))].map((name) => known.filter((kind) => kind.package === name));
  const groups = [
    ...GROUPS.map(({ title, kinds }) => ({ title, links: linked(kinds) })),
    { title: "nav.people" as const, links: people },
    { title: "nav.more" as const, links: linked(others) },
  ].map((group) => (group.title === "nav.access" ? { ...group, links: [...group.links, link("/setup/explain", t("nav.explain")), ...(me.data && holds(me.data, "view_as") ? [link("/setup/view-as", t("viewAs.title"))] : [])] } : group));
  const brought = packages.map((kinds) => ({ title: titleOf({ name: kinds[0]?.package ?? "", label: kinds[0]?.package_label ?? null }, i18n.language), links: linked(kinds.map(({ name }) => name)) }));
  const all = [{ title: null, links: [link("/setup/start", t("start.title"))] }, ...groups.map(({ title, links }) => ({ title: t(title), links })), ...brought, { title: null, links: [link("/setup/plugins", t("plugins.title")), link("/setup/dictionary", t("dictionary.title")), link("/setup/hints", t("hints.title")), link("/setup/history", t("nav.history"))] }];
  return (
    <div className="setup">
      <nav className="setup-nav" aria-label={t("nav.label")}>
        <h2>{t("title")}</h2>
        {all.filter(({ links }) => links.length > 0).map(({ title, links }) => (
          <section key={title ?? links[0]?.to}>
            {title && <h3>{title}</h3>}
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
          <Route path="dictionary" element={<DictionaryPage />} />
          <Route path="hints" element={<HintsPage />} />
          <Route path="view-as" element={<ViewAsPage />} />
          <Route path="plugins" element={<PluginsPage />} />
          <Route path="plugins/:name" element={<PluginPage />} />
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
