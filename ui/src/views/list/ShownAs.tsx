import { lazy } from "react";
import { useTranslation } from "react-i18next";

import type { ObjectMeta } from "../../core/metadata";
import { later } from "../../core/outdated";
import type { Shown } from "../../core/views";
import { Icon } from "../../widgets/Icon";
import { Opener } from "../../widgets/Opener";
import type { ChangeListing } from "./useShown";
import { TYPE_SIGNS } from "./ways";

const menu = () => later(import("./WayMenu"));
const WayMenu = lazy(async () => ({ default: (await menu()).WayMenu }));

/** How the records are laid out, and the other ways. */
export function ShownAs({ object, shown, onChange }: { object: ObjectMeta; shown: Shown; onChange: ChangeListing }) {
  const { t } = useTranslation();
  const now = TYPE_SIGNS[shown.mode];
  return (
    <Opener
      className="tool tool-way" opens="menu" title={t(now.word)} aria-label={t("list.shownAsNow", { way: t(now.word) })} onNear={menu}
      panel={(opened) => <WayMenu {...opened} object={object} shown={shown} onChange={onChange} />}
    >
      <Icon name={now.icon} size={15} /><span>{t(now.word)}</span>
    </Opener>
  );
}
