import { Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import { holds, useLanguage, useSession, type Person } from "../core/session";
import { Avatar } from "../widgets/Avatar";
import { Icon } from "../widgets/Icon";
import { Appearance, LanguageChoice } from "../widgets/Preferences";

/** Who is signed in, and what concerns them alone. */
export function Account({ person, onHelp }: { person: Person; onHelp: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { signOut } = useSession();
  const speak = useLanguage();
  const leave = async () => {
    await signOut();
    await navigate("/sign-in", { replace: true });
  };
  return (
    <Menu width={264} position="top-start" shadow="md">
      <Menu.Target>
        <button type="button" className="account">
          <Avatar name={person.name} /><span className="unseen">{t("menu.account", { name: person.name })}</span><span className="clip" aria-hidden>{person.name}</span><Icon name="chevron_up" size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="account-choices"><LanguageChoice onChoose={speak} /><Appearance /></div>
        <Menu.Divider />
        <Menu.Item component={Link} to="/settings" leftSection={<Icon name="settings" size={15} />}>{t("menu.settings")}</Menu.Item>
        {holds(person, "setup") && <Menu.Item component={Link} to="/setup" leftSection={<Icon name="apps" size={15} />}>{t("menu.setup")}</Menu.Item>}
        <Menu.Item onClick={onHelp} leftSection={<Icon name="keyboard" size={15} />} rightSection={<kbd>?</kbd>}>{t("menu.shortcuts")}</Menu.Item>
        <Menu.Item component="a" href="/docs/" leftSection={<Icon name="book" size={15} />}>{t("menu.docs")}</Menu.Item>
        <Menu.Item component={Link} to="/about" leftSection={<Icon name="info" size={15} />}>{t("menu.about")}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void leave()} leftSection={<Icon name="logout" size={15} />}>{t("menu.signout")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
