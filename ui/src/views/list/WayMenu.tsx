import { Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { ObjectMeta } from "../../core/metadata";
import { fittingTypes } from "../../core/roles";
import type { Shown } from "../../core/views";
import { fitsRole, kindOf } from "../../fields/registry";
import { Icon } from "../../widgets/Icon";
import type { Opened } from "../../widgets/Opener";
import { MenuPanel } from "../../widgets/Panel";
import { TYPE_SIGNS } from "./ways";
import type { ChangeListing } from "./useShown";

/** The ways in which the records can be laid out, whatever the view has. */
export function WayMenu({ object, shown, onChange, ...opened }: Opened & { object: ObjectMeta; shown: Shown; onChange: ChangeListing }) {
  const { t } = useTranslation();
  const boardable = object.fields.some((field) => kindOf(field).columns && field.groupable);
  return (
    <MenuPanel {...opened} position="bottom-end" width={180}>
      {fittingTypes(object, boardable, fitsRole).map((type) => (
        <Menu.Item
          key={type} aria-current={type === shown.mode || undefined} leftSection={<Icon name={TYPE_SIGNS[type].icon} size={15} />} rightSection={type === shown.mode && <Icon name="check" size={14} />}
          onClick={() => onChange({ mode: type === shown.view.type ? null : type, roles: {}, at: null, scale: null })}
        >
          {t(TYPE_SIGNS[type].word)}
        </Menu.Item>
      ))}
    </MenuPanel>
  );
}
