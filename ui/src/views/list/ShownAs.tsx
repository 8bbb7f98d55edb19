import { Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { ObjectMeta, ViewType } from "../../core/metadata";
import { fittingTypes } from "../../core/roles";
import type { Shown } from "../../core/views";
import { fitsRole, kindOf } from "../../fields/registry";
import { Icon, type IconName } from "../../widgets/Icon";
import type { Word } from "../../words/resources";
import type { ChangeListing } from "./useShown";

/** How each way to lay records out is called and drawn. */
export const TYPE_SIGNS: Readonly<Record<ViewType, { word: Word; icon: IconName }>> = {
  list: { word: "list.asList", icon: "list" },
  board: { word: "list.asBoard", icon: "layout_board" },
  calendar: { word: "list.asCalendar", icon: "calendar" },
  timeline: { word: "list.asTimeline", icon: "timeline" },
  gallery: { word: "list.asGallery", icon: "layout_grid" },
  tree: { word: "list.asTree", icon: "hierarchy" },
  map: { word: "list.asMap", icon: "map" },
};

/** The ways in which the records can be laid out, whatever the view has. */
export function ShownAs({ object, shown, onChange }: { object: ObjectMeta; shown: Shown; onChange: ChangeListing }) {
  const { t } = useTranslation();
  const boardable = object.fields.some((field) => kindOf(field).columns && field.groupable);
  const now = TYPE_SIGNS[shown.mode];
  return (
    <Menu position="bottom-end" shadow="md" width={180}>
      <Menu.Target>
        <button type="button" className="tool" aria-label={t("list.shownAsNow", { way: t(now.word) })}><Icon name={now.icon} size={15} /><span>{t(now.word)}</span></button>
      </Menu.Target>
      <Menu.Dropdown>
        {fittingTypes(object, boardable, fitsRole).map((type) => (
          <Menu.Item
            key={type} aria-current={type === shown.mode || undefined} leftSection={<Icon name={TYPE_SIGNS[type].icon} size={15} />} rightSection={type === shown.mode && <Icon name="check" size={14} />}
            onClick={() => onChange({ mode: type === shown.view.type ? null : type, roles: {}, at: null, scale: null })}
          >
            {t(TYPE_SIGNS[type].word)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
