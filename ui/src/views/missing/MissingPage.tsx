import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Icon } from "../../widgets/Icon";
import { State } from "../../widgets/State";
import { Title } from "../../widgets/Title";

/** The screen of an address that leads nowhere. */
export function MissingPage() {
  const { t } = useTranslation();
  return (
    <State title={t("state.missing")} hint={t("state.nowhereHint")} icon={<Icon name="search" size={22} />}>
      <Title parts={[t("state.missing")]} />
      <Button component={Link} to="/" variant="default">{t("act.home")}</Button>
    </State>
  );
}
