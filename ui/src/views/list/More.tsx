import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { may, type ObjectMeta } from "../../core/metadata";
import { later } from "../../core/outdated";
import type { Shown } from "../../core/views";
import { Icon } from "../../widgets/Icon";
import { Opener } from "../../widgets/Opener";

const menu = () => later(import("./MoreMenu"));
const MoreMenu = lazy(async () => ({ default: (await menu()).MoreMenu }));
export const ExportDialog = lazy(async () => ({ default: (await later(import("../export/ExportDialog"))).ExportDialog }));

/** What is done with the records of an object as a whole, and seldom. */
export function More({ object, shown }: { object: ObjectMeta; shown: Shown }) {
  const { t } = useTranslation();
  const [exporting, setExporting] = useState(false);
  if (!may(object, "import") && !may(object, "export")) return null;
  return (
    <>
      <Opener
        className="icon-button" opens="menu" aria-label={t("list.more")} onNear={menu}
        panel={(opened) => <MoreMenu {...opened} object={object} onExport={() => setExporting(true)} />}
      >
        <Icon name="dots" />
      </Opener>
      {exporting && <Suspense><ExportDialog object={object} shown={shown} ids={null} onClose={() => setExporting(false)} /></Suspense>}
    </>
  );
}
