import { Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { untouched, type Listing } from "../../core/listing";
import type { ObjectMeta } from "../../core/metadata";
import { drawnViews, type Shown } from "../../core/views";
import { Icon } from "../../widgets/Icon";
import type { ChangeListing } from "./useShown";

interface Props {
  object: ObjectMeta;
  listing: Listing;
  shown: Shown;
  onChange: ChangeListing;
}

/** Which view the records are looked at through, the way to another one, and back to it from what was changed over it. */
export function ViewSwitcher({ object, listing, shown, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className="views">
      <Menu position="bottom-start" shadow="md" width={260}>
        <Menu.Target>
          <button type="button" className="views-button" aria-label={t("views.label", { name: shown.view.label })}>
            <span className="clip">{shown.view.label}</span><Icon name="chevron_down" size={14} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {drawnViews(object).map((view) => (
            <Menu.Item
              key={view.name} aria-current={view.name === shown.view.name || undefined}
              leftSection={<Icon name={view.type === "board" ? "layout_board" : "list"} size={15} />}
              rightSection={view.name === shown.view.name && <Icon name="check" size={14} />}
              onClick={() => onChange({ ...untouched(listing), view: view.name })}
            >
              {view.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {shown.changed && (
        <button type="button" className="views-reset" title={t("views.reset")} onClick={() => onChange(untouched(listing))}>
          <span>{t("views.changed")}</span><Icon name="refresh" size={13} /><span className="unseen">{t("views.reset")}</span>
        </button>
      )}
    </div>
  );
}
