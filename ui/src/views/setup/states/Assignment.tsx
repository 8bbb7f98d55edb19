import { MultiSelect, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { bodiesOf, labelOf, textOf, textsOf, titleOf, type Body } from "../api";
import { useItems } from "../items";
import { pageFor } from "../layout/standing";
import { useStandings } from "../layout/useStandings";
import { withValue } from "../schema";
import { useDraft } from "../useDraft";

interface Choice {
  value: string;
  label: string;
}

/** Who gets which page and which record type at first: said of layouts and roles, and seen of all of them in one place. */
export function Assignment({ object, item, published }: { object: string; item: Body; published: readonly string[] }) {
  const { t, i18n } = useTranslation("setup");
  const layouts = useStandings(object);
  const roles = useItems("role").items.map((role): Choice => ({ value: role.name, label: titleOf(role, i18n.language) }));
  // What is to be renamed goes by its name of before until it is published: layouts and roles follow then.
  const present = (type: Body) => published.find((name) => name === type["renamed_from"]) ?? textOf(type["name"]);
  const types = bodiesOf(item["record_types"]).map((type): Choice => ({ value: present(type), label: titleOf({ name: textOf(type["name"]), label: labelOf(type) }, i18n.language) }));
  return (
    <section className="assignment">
      <h3>{t("assign.pages")}</h3>
      {layouts.length === 0 && <p className="quiet">{t("assign.noPages")} <Link to="/setup/layout">{t("assign.makePage")}</Link></p>}
      {layouts.map(({ name, title }) => <PageRow key={name} name={name} title={title} roles={roles} types={types} />)}
      {types.length > 0 && (
        <>
          <h3>{t("assign.roles")}</h3>
          <p className="quiet">{t("assign.rolesLead")}</p>
          <div className="setup-matrix" tabIndex={0} role="region" aria-label={t("assign.roles")}>
            <table>
              <thead><tr><th scope="col">{t("assign.role")}</th><th scope="col">{t("assign.default")}</th>{types.map(({ value, label }) => <th key={value} scope="col">{t("assign.pageOf", { type: label })}</th>)}</tr></thead>
              <tbody>
                {roles.map((role) => (
                  <RoleRow key={role.value} role={role} object={object} types={types} pages={types.map(({ value }) => pageFor(layouts, role.value, value)?.title ?? t("assign.drawn"))} />
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

/** Of whom and of which records a layout is the page; what is chosen is a draft of the layout. */
function PageRow({ name, title, roles, types }: { name: string; title: string; roles: readonly Choice[]; types: readonly Choice[] }) {
  const { t } = useTranslation("setup");
  const { item, change } = useDraft("layout", name);
  if (item === null) return null;
  const put = (key: string, next: readonly string[]) => change(withValue(item, key, next.length > 0 ? next : undefined));
  const [people, records] = [textsOf(item["roles"]), textsOf(item["record_types"])];
  return (
    <div className="assignment-page" role="group" aria-label={title}>
      <Link className="clip" to={`/setup/layout/${name}`}>{title}</Link>
      <MultiSelect size="xs" label={t("assign.forRoles")} placeholder={people.length === 0 ? t("audience.everybody") : undefined} data={roles} value={people} onChange={(next) => put("roles", next)} clearable />
      {types.length > 0 && (
        <MultiSelect size="xs" label={t("assign.forTypes")} placeholder={records.length === 0 ? t("audience.everyType") : undefined} data={types} value={records} onChange={(next) => put("record_types", next)} clearable />
      )}
    </div>
  );
}

/** What record type new records of a role's holders have, and which pages they get; a role that says nothing of the object has no row. */
function RoleRow({ role, object, types, pages }: { role: Choice; object: string; types: readonly Choice[]; pages: readonly string[] }) {
  const { t } = useTranslation("setup");
  const { item, change } = useDraft("role", role.value);
  const entries = bodiesOf(item?.["objects"]);
  const own = entries.find((entry) => entry["object"] === object);
  if (item === null || own === undefined) return null;
  const put = (type: string) => change({ ...item, objects: entries.map((entry) => (entry === own ? withValue(entry, "record_type", type || undefined) : entry)) });
  return (
    <tr>
      <th scope="row"><Link to={`/setup/role/${role.value}`}>{role.label}</Link></th>
      <td><NativeSelect size="xs" aria-label={t("assign.defaultOf", { role: role.label })} value={textOf(own["record_type"])} data={[{ value: "", label: t("assign.first") }, ...types]} onChange={(event) => put(event.currentTarget.value)} /></td>
      {pages.map((page, at) => <td key={at}>{page}</td>)}
    </tr>
  );
}
