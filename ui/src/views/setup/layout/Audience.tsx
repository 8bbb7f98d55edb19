import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Icon } from "../../../widgets/Icon";
import { labelOf, titleOf, bodiesOf, textOf, type Body } from "../api";
import { useItems } from "../items";
import { useDraft } from "../useDraft";
import { before, standingOf } from "./standing";
import { useStandings } from "./useStandings";

/** Whose page a layout is: of which people, for which records, and which other layouts come before it. */
export function Audience({ name, item }: { name: string; item: Body }) {
  const { t, i18n } = useTranslation("setup");
  const object = textOf(item["object"]);
  const layouts = useStandings(object);
  const roles = useItems("role").items;
  const types = bodiesOf(useDraft("object", object).item?.["record_types"]);
  const own = standingOf(name, name, item);
  const { first, covered } = before(own, [...layouts.filter((other) => other.name !== name), own]);
  const roleTitle = (role: string) => titleOf(roles.find((each) => each.name === role) ?? { name: role }, i18n.language);
  const typeTitle = (type: string) => titleOf({ name: type, label: labelOf(types.find((each) => each["name"] === type)) }, i18n.language);
  const list = (names: readonly string[]) => new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(names);
  return (
    <div className="layout-audience">
      <p className="setup-note quiet">
        <Icon name="users" size={14} />
        <span>
          {t("audience.roles", { roles: own.roles.length === 0 ? t("audience.everybody") : list(own.roles.map(roleTitle)) })}{" · "}
          {t("audience.types", { types: own.types.length === 0 ? t("audience.everyType") : list(own.types.map(typeTitle)) })}{" · "}
          <Link to={`/setup/object/${object}?part=types`}>{t("audience.assign")}</Link>
        </span>
      </p>
      {first.length > 0 && (
        <p className="setup-note quiet" data-tone={covered ? "warn" : undefined}>
          <span>{t(covered ? "audience.covered" : "audience.before")}{" "}
            {first.map((other, at) => <span key={other.name}>{at > 0 && " · "}<Link to={`/setup/layout/${other.name}`}>{other.title}</Link></span>)}
          </span>
        </p>
      )}
    </div>
  );
}
