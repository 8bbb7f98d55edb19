import { useTranslation } from "react-i18next";

import { useLanguage, useMe } from "../../core/session";
import { onlyLooks } from "../../core/viewing";
import { Avatar } from "../../widgets/Avatar";
import { Icon } from "../../widgets/Icon";
import { Appearance, LanguageChoice } from "../../widgets/Preferences";
import { tellDone } from "../../widgets/telling";
import { Title } from "../../widgets/Title";
import { SETTINGS } from "../../words/settings";
import { teach } from "../../words/resources";
import { PasswordForm } from "./PasswordForm";
import { Sessions } from "./Sessions";
import { Tokens } from "./Tokens";
import { ZoneChoice } from "./ZoneChoice";
import "./settings.css";

teach(SETTINGS);

/** What concerns oneself alone. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const speak = useLanguage();
  if (!me) return null;
  return (
    <div className="settings">
      <Title parts={[t("settings.title")]} />
      <h1>{t("settings.title")}</h1>
      <section aria-labelledby="profile">
        <h2 id="profile">{t("settings.profile")}</h2>
        <div className="settings-person"><Avatar name={me.name} /><strong>{me.name}</strong></div>
        <dl>
          <div><dt>{t("settings.roles")}</dt><dd>{me.role_labels.join(" · ")}</dd></div>
        </dl>
      </section>
      <section aria-labelledby="look">
        <h2 id="look">{t("settings.look")}</h2>
        <div className="settings-look"><LanguageChoice onChoose={speak} /><Appearance /></div>
        <fieldset className="settings-own" disabled={onlyLooks()}><ZoneChoice me={me} /></fieldset>
      </section>
      {onlyLooks() && <p className="settings-only" role="note"><Icon name="lock" size={15} />{t("viewing.only")}</p>}
      <fieldset className="settings-own" disabled={onlyLooks()}>
        <section aria-labelledby="security">
          <h2 id="security">{t("settings.security")}</h2>
          <PasswordForm onDone={() => tellDone(t("password.changed"))} />
        </section>
        <Sessions />
        <Tokens />
      </fieldset>
    </div>
  );
}
