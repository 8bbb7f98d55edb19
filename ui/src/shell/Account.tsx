import { lazy } from "react";
import { useTranslation } from "react-i18next";

import { later } from "../core/outdated";
import type { Person } from "../core/session";
import { Avatar } from "../widgets/Avatar";
import { Icon } from "../widgets/Icon";
import { Opener } from "../widgets/Opener";

const menu = () => later(import("./AccountMenu"));
const AccountMenu = lazy(async () => ({ default: (await menu()).AccountMenu }));

/** Who is signed in, and what concerns them alone. */
export function Account({ person, onHelp }: { person: Person; onHelp: () => void }) {
  const { t } = useTranslation();
  return (
    <Opener className="account" opens="menu" onNear={menu} panel={(opened) => <AccountMenu {...opened} person={person} onHelp={onHelp} />}>
      <Avatar name={person.name} /><span className="unseen">{t("menu.account", { name: person.name })}</span><span className="clip" aria-hidden>{person.name}</span><Icon name="chevron_up" size={14} />
    </Opener>
  );
}
