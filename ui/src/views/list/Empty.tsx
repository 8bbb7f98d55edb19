import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { isNarrowed, UNNARROWED } from "../../core/listing";
import { may } from "../../core/metadata";
import { Icon } from "../../widgets/Icon";
import { State } from "../../widgets/State";
import type { LaidOut } from "./waysOut";

/** What stands where there are no records: whether there are none at all or none that match, and what to do. */
export function Empty({ object, listing, shown, onChange }: LaidOut) {
  const { t } = useTranslation();
  const filtered = isNarrowed(listing);
  const hint = filtered ? t("list.noneFoundHint") : shown.narrowing.filter !== null ? t("list.emptyViewHint", { view: shown.view.label })
    : may(object, "create") ? t("list.emptyHint", { label: object.label }) : t("list.emptyHintReader");
  return (
    <State title={t(filtered || shown.narrowing.filter !== null ? "list.noneFound" : "list.empty", { plural: object.plural })} hint={hint} icon={<Icon name={object.icon} size={22} />}>
      {filtered && <Button variant="default" onClick={() => onChange(UNNARROWED)}>{t("list.clear")}</Button>}
      {!filtered && shown.narrowing.filter === null && may(object, "create") && <Button component={Link} to={`/o/${object.name}/new`}>{t("form.add")}</Button>}
      {!filtered && shown.narrowing.filter === null && may(object, "import") && <Link className="tool" to={`/o/${object.name}/import`}>{t("list.import")}</Link>}
    </State>
  );
}
