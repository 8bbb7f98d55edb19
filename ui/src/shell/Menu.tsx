import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, NavLink, useLocation } from "react-router";

import { entryAt, grouped, type MenuEntry } from "../core/menu";
import { objectQuery } from "../core/metadata";
import { Icon } from "../widgets/Icon";

/** Where one can go: home, and everything that may be read, under the headings of the apps. */
export function Menu({ entries, loading }: { entries: readonly MenuEntry[]; loading: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { pathname, search } = useLocation();
  const here = entryAt(entries, pathname, search);
  return (
    <nav className="menu" aria-label={t("menu.label")} aria-busy={loading}>
      <NavLink to="/" end><Icon name="home" /><span className="clip">{t("menu.home")}</span></NavLink>
      {grouped(entries).map(([group, found], _, all) => (
        <section key={group ?? ""}>
          <h2>{group ?? t(all.length > 1 ? "menu.others" : "menu.records")}</h2>
          <ul>
            {found.map((entry) => (
              <li key={entry.id}>
                <Link
                  to={entry.path} className={entry === here ? "active" : undefined} aria-current={entry === here ? "page" : undefined}
                  onPointerEnter={() => void client.prefetchQuery(objectQuery(entry.object))}
                >
                  <Icon name={entry.icon} /><span className="clip">{entry.label}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
