import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink, useLocation, useNavigate } from "react-router";

import { useShortcuts } from "../../core/shortcuts";
import { Icon } from "../../widgets/Icon";
import { draftsQuery, itemsQuery } from "./api";
import { byTitle } from "./items";
import { useKindWords } from "./kinds";
import { useMenu, type Place } from "./useMenu";
import { useTitles } from "./useTitles";

/** The menu of Setup: its places, and whatever is found in it by name. */
export function SetupMenu() {
  const { t } = useTranslation("setup");
  const groups = useMenu();
  const [find, setFind] = useState("");
  const box = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const found = useFound(find, groups.flatMap(({ links }) => links));
  useShortcuts({ "/": () => box.current?.focus() });
  const go = (to: string | undefined) => {
    if (to === undefined) return;
    setFind("");
    void navigate(to);
  };
  return (
    <nav className="setup-nav" aria-label={t("nav.label")}>
      <h2>{t("title")}</h2>
      <TextInput
        ref={box} size="xs" aria-label={t("nav.find")} placeholder={t("nav.find")} value={find} leftSection={<Icon name="search" size={13} />} onChange={(event) => setFind(event.currentTarget.value)}
        onKeyDown={(event) => { if (event.key === "Enter") go(found[0]?.to); if (event.key === "Escape") setFind(""); }}
      />
      {find.trim() === "" ? groups.map(({ title, links }) => (
        <section key={title ?? links[0]?.to}>
          {title !== null && <h3>{title}</h3>}
          <ul>{links.map(({ to, label }) => <li key={to}><NavLink to={to}>{label}</NavLink></li>)}</ul>
        </section>
      )) : (
        <ul className="setup-found" aria-label={t("nav.found")}>
          {found.map(({ to, label, kind }) => <li key={to}><Link to={to} onClick={() => setFind("")}>{label}{kind !== null && <span className="quiet">{kind}</span>}</Link></li>)}
          {found.length === 0 && <li className="quiet">{t("list.none")}</li>}
        </ul>
      )}
    </nav>
  );
}

const MOST_FOUND = 30;

/** The places and items whose title or name has what is looked for. */
function useFound(find: string, places: readonly Place[]): readonly (Place & { kind: string | null })[] {
  const { i18n } = useTranslation();
  const words = useKindWords();
  const called = useTitles();
  const items = useQuery(itemsQuery()).data ?? [];
  const drafts = useQuery(draftsQuery()).data ?? [];
  const sought = find.trim().toLowerCase();
  if (sought === "") return [];
  const all = new Map([...items, ...drafts].map(({ kind, name }) => [`${kind}/${name}`, { kind, name, title: called(kind, name) }]));
  const fitting = [...all.values()].filter(({ name, title }) => title.toLowerCase().includes(sought) || name.includes(sought));
  return [
    ...places.filter(({ label }) => label.toLowerCase().includes(sought)).map((place) => ({ ...place, kind: null })),
    ...byTitle(fitting, ({ title }) => title, i18n.language).map(({ kind, name, title }) => ({ to: `/setup/${kind}/${name}`, label: title, kind: words.one(kind) })),
  ].slice(0, MOST_FOUND);
}

/** The menu of Setup where there is no room beside the page. */
export function SetupPlaces() {
  const { t } = useTranslation("setup");
  const links = useMenu().flatMap((group) => group.links);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const here = links.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  return (
    <div className="setup-places">
      <NativeSelect aria-label={t("nav.label")} value={here?.to ?? ""} onChange={(event) => void navigate(event.currentTarget.value)} data={links.map(({ to, label }) => ({ value: to, label }))} />
    </div>
  );
}
