import { Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import { holds, useLanguage, useSession, type Person } from "../core/session";
import { Icon } from "../widgets/Icon";
import type { Opened } from "../widgets/Opener";
import { MenuPanel } from "../widgets/Panel";
import { Appearance, LanguageChoice } from "../widgets/Preferences";

/** What concerns alone the one who is signed in. */
export function AccountMenu({ person, onHelp, ...opened }: Opened & { person: Person; onHelp: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { signOut } = useSession();
  const speak = useLanguage();
  const leave = async () => {
    await signOut();
    await navigate("/sign-in", { replace: true });
  };
  return (
    <MenuPanel {...opened} width={264} position="top-start">
      <div className="account-choices"><LanguageChoice onChoose={speak} /><Appearance /></div>
      <Menu.Divider />
      <Menu.Item component={Link} to="/settings" leftSection={<Icon name="settings" size={15} />}>{t("menu.settings")}</Menu.Item>
      {holds(person, "setup") && <Menu.Item component={Link} to="/setup" leftSection={<Icon name="apps" size={15} />}>{t("menu.setup")}</Menu.Item>}
      {holds(person, "backoffice") && <Menu.Item component="a" href="/backoffice/" leftSection={<Icon name="table" size={15} />}>{t("menu.backoffice")}</Menu.Item>}
      <Menu.Item onClick={onHelp} leftSection={<Icon name="keyboard" size={15} />} rightSection={<kbd>?</kbd>}>{t("menu.shortcuts")}</Menu.Item>
      <Menu.Item component="a" href="/docs/" leftSection={<Icon name="book" size={15} />}>{t("menu.docs")}</Menu.Item>
      <Menu.Item component={Link} to="/about" leftSection={<Icon name="info" size={15} />}>{t("menu.about")}</Menu.Item>
      <Menu.Divider />
      <Menu.Item onClick={() => void leave()} leftSection={<Icon name="logout" size={15} />}>{t("menu.signout")}</Menu.Item>
    </MenuPanel>
  );
}
