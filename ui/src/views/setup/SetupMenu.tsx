import { NativeSelect } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { NavLink, useLocation, useNavigate } from "react-router";

import { FindBox, FoundList, useFinding } from "./Finder";
import { useMenu, type PlaceGroup } from "./useMenu";

/** Where there is no room for a menu beside the page. */
const NARROW = "(max-width: 900px)";

/** The menu of Setup: its places, and whatever is found in it by name. */
export function SetupMenu() {
  const groups = useMenu();
  const narrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false }) ?? false;
  return narrow ? <Above groups={groups} /> : <Beside groups={groups} />;
}

function Beside({ groups }: { groups: readonly PlaceGroup[] }) {
  const { t } = useTranslation("setup");
  const finding = useFinding(groups.flatMap(({ links }) => links));
  return (
    <nav className="setup-nav" aria-label={t("nav.label")}>
      <h2>{t("title")}</h2>
      <FindBox {...finding} />
      {finding.find.trim() === "" ? groups.map(({ title, links }) => (
        <section key={title ?? links[0]?.to}>
          {title !== null && <h3>{title}</h3>}
          <ul>{links.map(({ to, label }) => <li key={to}><NavLink to={to}>{label}</NavLink></li>)}</ul>
        </section>
      )) : <FoundList {...finding} />}
    </nav>
  );
}

function Above({ groups }: { groups: readonly PlaceGroup[] }) {
  const { t } = useTranslation("setup");
  const links = groups.flatMap((group) => group.links);
  const finding = useFinding(links);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const here = links.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`));
  const choices = groups.map((group) => ({ group: group.title ?? t("title"), items: group.links.map(({ to, label }) => ({ value: to, label })) }));
  return (
    <nav className="setup-places" aria-label={t("nav.label")}>
      <NativeSelect
        size="xs" aria-label={t("nav.place")} value={here?.to ?? ""} onChange={(event) => void navigate(event.currentTarget.value)}
        data={[...(here ? [] : [{ value: "", label: t("title") }]), ...choices]}
      />
      <FindBox {...finding} />
      {finding.find.trim() !== "" && <FoundList {...finding} />}
    </nav>
  );
}
