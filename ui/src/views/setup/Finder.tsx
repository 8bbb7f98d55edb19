import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import { useShortcuts } from "../../core/shortcuts";
import { Icon } from "../../widgets/Icon";
import { draftsQuery, itemsQuery } from "./api";
import { byTitle } from "./items";
import { useKindWords } from "./kinds";
import type { Place } from "./useMenu";
import { useTitles } from "./useTitles";

/** What is looked for in Setup. */
export interface Sought {
  find: string;
  setFind: (find: string) => void;
  found: readonly (Place & { kind: string | null })[];
}

/** What is looked for among places and items, and what is found. */
export function useFinding(places: readonly Place[]): Sought {
  const [find, setFind] = useState("");
  return { find, setFind, found: useFound(find, places) };
}

/** The box in which one writes what is looked for; Enter goes to the first that is found. */
export function FindBox({ find, setFind, found }: Sought) {
  const { t } = useTranslation("setup");
  const box = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  useShortcuts({ "/": () => box.current?.focus() });
  const go = (to: string | undefined) => {
    if (to === undefined) return;
    setFind("");
    void navigate(to);
  };
  return (
    <TextInput
      ref={box} size="xs" aria-label={t("nav.find")} placeholder={t("nav.find")} value={find} leftSection={<Icon name="search" size={13} />} onChange={(event) => setFind(event.currentTarget.value)}
      onKeyDown={(event) => { if (event.key === "Enter") go(found[0]?.to); if (event.key === "Escape") setFind(""); }}
    />
  );
}

export function FoundList({ setFind, found }: Sought) {
  const { t } = useTranslation("setup");
  return (
    <ul className="setup-found" aria-label={t("nav.found")}>
      {found.map(({ to, label, kind }) => <li key={to}><Link to={to} onClick={() => setFind("")}>{label}{kind !== null && <span className="quiet">{kind}</span>}</Link></li>)}
      {found.length === 0 && <li className="quiet">{t("list.none")}</li>}
    </ul>
  );
}

const MOST_FOUND = 30;

/** The places and items whose title or name has what is looked for. */
function useFound(find: string, places: readonly Place[]): Sought["found"] {
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
