import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";

import { grouped, type MenuEntry } from "../core/menu";
import { objectQuery } from "../core/metadata";
import { Icon } from "../widgets/Icon";

/** Where one can go: home, and every object that may be read, under the headings of the apps. */
export function Menu({ entries, loading }: { entries: readonly MenuEntry[]; loading: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return (
    <nav className="menu" aria-label={t("menu.label")} aria-busy={loading}>
      <NavLink to="/" end><Icon name="home" /><span className="clip">{t("menu.home")}</span></NavLink>
      {grouped(entries).map(([group, found], _, all) => (
        <section key={group ?? ""}>
          <h2>{group ?? t(all.length > 1 ? "menu.others" : "menu.records")}</h2>
          <ul>
            {found.map(({ object }) => (
              <li key={object.name}>
                <NavLink to={`/o/${object.name}`} onPointerEnter={() => void client.prefetchQuery(objectQuery(object.name))}>
                  <Icon name={object.icon} /><span className="clip">{object.plural}</span>
                </NavLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
