import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { onlyLooks } from "../../core/viewing";
import { Icon } from "../../widgets/Icon";
import { State } from "../../widgets/State";
import { Title } from "../../widgets/Title";

/** What stands where something may not be done, and why: nobody changes anything as somebody else, and some may not at all. */
export function Forbidden({ title, to, back }: { title: string; to: string; back: string }) {
  const { t } = useTranslation();
  const [what, why] = onlyLooks() ? [t("viewing.only"), t("viewing.onlyHint")] : [title, t("state.forbiddenHint")];
  return <State title={what} hint={why} icon={<Icon name="lock" size={22} />}><Title parts={[what]} /><Button component={Link} to={to} variant="default">{back}</Button></State>;
}
