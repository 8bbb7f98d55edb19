import { Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { may, type ObjectMeta } from "../../core/metadata";
import { Icon } from "../../widgets/Icon";
import type { Opened } from "../../widgets/Opener";
import { MenuPanel } from "../../widgets/Panel";

/** The things that are seldom done with the records of an object as a whole. */
export function MoreMenu({ object, onExport, ...opened }: Opened & { object: ObjectMeta; onExport: () => void }) {
  const { t } = useTranslation();
  return (
    <MenuPanel {...opened} position="bottom-end" width={220}>
      {may(object, "import") && (
        <Menu.Item component={Link} to={`/o/${object.name}/import`} leftSection={<Icon name="upload" size={15} />}>{t("list.import")}</Menu.Item>
      )}
      {may(object, "export") && <Menu.Item leftSection={<Icon name="download" size={15} />} onClick={onExport}>{t("list.export")}</Menu.Item>}
    </MenuPanel>
  );
}
