import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useEffectEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, Outlet, useLocation, useNavigate, useParams } from "react-router";

import { useLive } from "../core/live";
import { menuOf } from "../core/menu";
import { appsQuery, may, objectsQuery } from "../core/metadata";
import { later } from "../core/outdated";
import { PEOPLE } from "../core/people";
import { holds, meQuery } from "../core/session";
import { useShortcuts } from "../core/shortcuts";
import { Account } from "./Account";
import { Bell } from "./Bell";
import { Creations } from "./Creations";
import { Menu } from "./Menu";
import { Outdated } from "./Outdated";
import { useKeptScroll } from "./useKeptScroll";
import { Icon } from "../widgets/Icon";
import "./shell.css";

const Palette = lazy(async () => ({ default: (await later(import("./Palette"))).Palette }));
const MenuDrawer = lazy(async () => ({ default: (await later(import("./MenuDrawer"))).MenuDrawer }));
const Viewing = lazy(async () => ({ default: (await later(import("./Viewing"))).Viewing }));
const ShortcutHelp = lazy(async () => ({ default: (await later(import("./ShortcutHelp"))).ShortcutHelp }));

/** What stands around every screen of somebody signed in: menu, account, palette and shortcuts. */
export function Shell() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const { object } = useParams();
  const me = useQuery(meQuery());
  const objects = useQuery(objectsQuery());
  const apps = useQuery(appsQuery());
  const [menu, menuActs] = useDisclosure(false);
  const [palette, paletteActs] = useDisclosure(false);
  const [help, helpActs] = useDisclosure(false);
  useLive();
  // Both at once, so that nothing moves when the second comes.
  const loading = objects.isPending || apps.isPending;
  const entries = loading ? [] : menuOf(objects.data ?? [], apps.data ?? []);

  const shut = useEffectEvent(menuActs.close);
  useEffect(() => shut(), [pathname, search]); // a move closes the menu
  const go = (path: string) => () => void navigate(path);
  const here = objects.data?.find(({ name }) => name === object);
  useShortcuts({
    ...(here && may(here, "create") && { c: go(`/o/${here.name}/new`) }),
    "Ctrl+k": paletteActs.toggle,
    "?": helpActs.open,
    "g h": go("/"),
    "g s": go("/settings"),
    ...Object.fromEntries(entries.filter(({ letter }) => letter !== null).map(({ letter, path }) => [`g ${letter}`, go(path)])),
  });

  if (me.data === null) return <Navigate to={`/sign-in?back=${encodeURIComponent(pathname + search)}`} replace />;
  if (me.data === undefined) return null;
  const account = <Account person={me.data} onHelp={helpActs.open} />;
  const { viewer } = me.data;
  return (
    <div className="shell-frame">
      <Outdated />
      {viewer && <Suspense><Viewing person={me.data} until={viewer.until} /></Suspense>}
      <div className="shell">
        <a className="skip" href="#content">{t("skip")}</a>
        <aside className="shell-side">
          <div className="shell-brand"><Brand /><Bell /></div>
          <FindButton onOpen={paletteActs.open} />
          <Menu entries={entries} loading={loading} />
          {account}
        </aside>
        <header className="shell-top">
          <button type="button" className="icon-button" aria-label={t("menu.open")} onClick={menuActs.open}><Icon name="menu" size={20} /></button>
          <Brand />
          <div>
            <Bell />
            <button type="button" className="icon-button" aria-label={t("palette.label")} onClick={paletteActs.open}><Icon name="search" size={20} /></button>
          </div>
        </header>
        <Content>
          {holds(me.data, "setup") && PEOPLE.includes(object ?? "") && <nav className="shell-back" aria-label={t("menu.setup")}><Link to="/setup"><Icon name="chevron_left" size={14} />{t("menu.setup")}</Link></nav>}
          <Creations><Outlet /></Creations>
        </Content>
        <Suspense>
          {menu && <MenuDrawer title={<Brand />} onClose={menuActs.close}><Menu entries={entries} loading={loading} />{account}</MenuDrawer>}
          {palette && <Palette onClose={paletteActs.close} entries={entries} />}
          {help && <ShortcutHelp onClose={helpActs.close} entries={entries} />}
        </Suspense>
      </div>
    </div>
  );
}

function Content({ children }: { children: ReactNode }) {
  const content = useKeptScroll();
  return <main id="content" className="shell-content" tabIndex={-1} data-kept="page" ref={content}>{children}</main>;
}

function Brand() {
  return (
    <Link className="brand" to="/"><img src="/mark.svg" alt="" width="22" height="22" /><strong>Guanxi</strong> <span lang="zh">关系</span></Link>
  );
}

function FindButton({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="find-button" onClick={onOpen} aria-keyshortcuts="Control+K">
      <Icon name="search" size={15} />
      <span className="clip">{t("palette.open")}</span>
      <kbd aria-hidden>Ctrl K</kbd>
    </button>
  );
}
