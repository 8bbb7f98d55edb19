import { Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { untouched, type Listing } from "../../core/listing";
import type { ObjectMeta, View } from "../../core/metadata";
import { onlyLooks } from "../../core/viewing";
import type { Shown } from "../../core/views";
import { Icon } from "../../widgets/Icon";
import type { Opened } from "../../widgets/Opener";
import { MenuPanel } from "../../widgets/Panel";
import { TYPE_SIGNS } from "./ways";
import type { OwnViews } from "./useOwnViews";
import type { ChangeListing } from "./useShown";

interface Props extends Opened {
  object: ObjectMeta;
  listing: Listing;
  shown: Shown;
  onChange: ChangeListing;
  own: OwnViews;
  onAsk: (what: "new" | "rename") => void;
}

/** The views to choose from, and what is done with one of one's own. */
export function ViewMenu({ object, listing, shown, onChange, own, onAsk, ...opened }: Props) {
  const { t } = useTranslation();
  const { views } = object;
  const { view, changed } = shown;
  const items = (found: readonly View[]) => found.map((item) => (
    <Menu.Item
      key={item.name} aria-current={item.name === view.name || undefined} leftSection={<Icon name={TYPE_SIGNS[item.type].icon} size={15} />}
      rightSection={item.name === view.name && <Icon name="check" size={14} />} onClick={() => onChange({ ...untouched(listing), view: item.name })}
    >
      {item.label}
    </Menu.Item>
  ));
  const keeps = view.personal && !onlyLooks();
  const mine = views.filter(({ personal }) => personal);
  return (
    <MenuPanel {...opened} position="bottom-start" width={260}>
      {items(views.filter(({ personal }) => !personal))}
      {mine.length > 0 && <Menu.Label>{t("views.mine")}</Menu.Label>}
      {items(mine)}
      {!onlyLooks() && <Menu.Divider />}
      {keeps && changed && <Menu.Item leftSection={<Icon name="check" size={15} />} onClick={() => void own.save()}>{t("views.saveChanges")}</Menu.Item>}
      {!onlyLooks() && <Menu.Item leftSection={<Icon name="bookmark" size={15} />} onClick={() => onAsk("new")}>{t("views.saveAs")}</Menu.Item>}
      {keeps && <Menu.Item leftSection={<Icon name="edit" size={15} />} onClick={() => onAsk("rename")}>{t("views.rename")}</Menu.Item>}
      {keeps && <Menu.Item leftSection={<Icon name="trash" size={15} />} onClick={() => void own.remove()}>{t("views.delete")}</Menu.Item>}
    </MenuPanel>
  );
}
