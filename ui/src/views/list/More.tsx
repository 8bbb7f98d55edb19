import { Menu } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { may, type ObjectMeta } from "../../core/metadata";
import type { Shown } from "../../core/views";
import { Icon } from "../../widgets/Icon";

export const ExportDialog = lazy(async () => ({ default: (await import("../export/ExportDialog")).ExportDialog }));

/** What is done with the records of an object as a whole, and seldom. */
export function More({ object, shown }: { object: ObjectMeta; shown: Shown }) {
  const { t } = useTranslation();
  const [exporting, setExporting] = useState(false);
  if (!may(object, "import") && !may(object, "export")) return null;
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={220}>
        <Menu.Target>
          <button type="button" className="icon-button" aria-label={t("list.more")}><Icon name="dots" /></button>
        </Menu.Target>
        <Menu.Dropdown>
          {may(object, "import") && (
            <Menu.Item component={Link} to={`/o/${object.name}/import`} leftSection={<Icon name="upload" size={15} />}>{t("list.import")}</Menu.Item>
          )}
          {may(object, "export") && <Menu.Item leftSection={<Icon name="download" size={15} />} onClick={() => setExporting(true)}>{t("list.export")}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {exporting && <Suspense><ExportDialog object={object} shown={shown} ids={null} onClose={() => setExporting(false)} /></Suspense>}
    </>
  );
}
