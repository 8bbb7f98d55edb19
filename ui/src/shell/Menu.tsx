import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";

import type { MenuEntry } from "../core/menu";
import { objectQuery } from "../core/metadata";
import { Icon } from "../widgets/Icon";

/** Where one can go: home, and every object that may be read. */
export function Menu({ entries, loading }: { entries: readonly MenuEntry[]; loading: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return (
    <nav className="menu" aria-label={t("menu.label")} aria-busy={loading}>
      <NavLink to="/" end><Icon name="home" /><span className="clip">{t("menu.home")}</span></NavLink>
      <h2>{t("menu.records")}</h2>
      <ul>
        {entries.map(({ object }) => (
          <li key={object.name}>
            <NavLink to={`/o/${object.name}`} onPointerEnter={() => void client.prefetchQuery(objectQuery(object.name))}>
              <Icon name={object.icon} /><span className="clip">{object.plural}</span>
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
