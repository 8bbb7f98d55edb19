import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { referenceOf, type RecordRow } from "../../core/records";
import { useMe } from "../../core/session";
import { beginViewing } from "../../core/viewing";
import { Avatar } from "../../widgets/Avatar";
import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { State } from "../../widgets/State";
import { tellProblem } from "../../widgets/telling";
import { Title } from "../../widgets/Title";
import { Waiting } from "../../widgets/Waiting";
import { textsOf, titleOf } from "./api";
import { useItems } from "./items";
import { usePeople } from "./usePeople";

/** Where one chooses as whom to look. */
export function ViewAsPage() {
  const { t } = useTranslation("setup");
  const me = useMe();
  const [find, setFind] = useState("");
  const { data, error, refetch } = usePeople(find, "active AND audience = 'staff'");
  if (error) return <Failure cause={error} onRetry={() => void refetch()} />;
  const people = (data?.data ?? []).filter(({ id, login }) => id !== me.data?.id && login !== "system");
  return (
    <section className="setup-list" aria-busy={data === undefined}>
      <header><Title parts={[t("viewAs.title"), t("title")]} /><h1>{t("viewAs.title")}</h1></header>
      <p className="quiet">{t("viewAs.lead")}</p>
      <TextInput aria-label={t("viewAs.find")} placeholder={t("viewAs.find")} value={find} onChange={(event) => setFind(event.currentTarget.value)} leftSection={<Icon name="search" size={14} />} />
      {data === undefined && <Waiting />}
      {data !== undefined && people.length === 0 && <State title={t("list.none")} icon={<Icon name="users" />} />}
      <ul className="setup-rows">{people.map((person) => <PersonRow key={person.id} person={person} />)}</ul>
    </section>
  );
}

function PersonRow({ person }: { person: RecordRow }) {
  const { t, i18n } = useTranslation("setup");
  const { t: base } = useTranslation();
  const { items } = useItems("role");
  const name = String(person["name"] ?? person["login"]);
  const roles = textsOf(person["roles"] as readonly string[]).map((role) => titleOf(items.find((item) => item.name === role) ?? { name: role }, i18n.language));
  const unit = referenceOf(person["unit"])?.["name"];
  const look = () => beginViewing(person.id).catch((cause: unknown) => tellProblem(cause, base("state.unreachable")));
  return (
    <li className="setup-person">
      <Avatar name={name} />
      <div className="setup-who"><strong className="clip">{name}</strong><code className="clip quiet">{String(person["login"])}</code></div>
      <span className="setup-roles quiet">{[...roles, unit].filter(Boolean).join(" · ")}</span>
      <Button variant="default" leftSection={<Icon name="eye" size={14} />} aria-label={t("viewAs.as", { name })} onClick={() => void look()}>{t("viewAs.act")}</Button>
    </li>
  );
}
