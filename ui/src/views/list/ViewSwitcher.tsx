import { Menu } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { untouched, type Listing } from "../../core/listing";
import type { ObjectMeta, View } from "../../core/metadata";
import type { Shown } from "../../core/views";
import { Icon } from "../../widgets/Icon";
import { TYPE_SIGNS } from "./ShownAs";
import { useOwnViews } from "./useOwnViews";
import type { ChangeListing } from "./useShown";

const ViewDialog = lazy(async () => ({ default: (await import("./ViewDialog")).ViewDialog }));

interface Props {
  object: ObjectMeta;
  listing: Listing;
  shown: Shown;
  onChange: ChangeListing;
}

/** Which view the records are looked at through, the way to another one, and what is kept of one's own. */
export function ViewSwitcher(props: Props) {
  const { object, listing, shown, onChange } = props;
  const { t } = useTranslation();
  const [asking, setAsking] = useState<"new" | "rename" | null>(null);
  const own = useOwnViews(props);
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
  const mine = views.filter(({ personal }) => personal);
  return (
    <div className="views">
      <Menu position="bottom-start" shadow="md" width={260}>
        <Menu.Target>
          <button type="button" className="views-button" aria-label={t("views.label", { name: view.label })}>
            <span className="clip">{view.label}</span><Icon name="chevron_down" size={14} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {items(views.filter(({ personal }) => !personal))}
          {mine.length > 0 && <Menu.Label>{t("views.mine")}</Menu.Label>}
          {items(mine)}
          <Menu.Divider />
          {view.personal && changed && <Menu.Item leftSection={<Icon name="check" size={15} />} onClick={() => void own.save()}>{t("views.saveChanges")}</Menu.Item>}
          <Menu.Item leftSection={<Icon name="bookmark" size={15} />} onClick={() => setAsking("new")}>{t("views.saveAs")}</Menu.Item>
          {view.personal && <Menu.Item leftSection={<Icon name="edit" size={15} />} onClick={() => setAsking("rename")}>{t("views.rename")}</Menu.Item>}
          {view.personal && <Menu.Item leftSection={<Icon name="trash" size={15} />} onClick={() => void own.remove()}>{t("views.delete")}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {changed && (
        <button type="button" className="views-reset" title={t("views.reset")} onClick={() => onChange(untouched(listing))}>
          <span>{t("views.changed")}</span><Icon name="refresh" size={13} /><span className="unseen">{t("views.reset")}</span>
        </button>
      )}
      <Suspense>
        {asking === "new" && <ViewDialog title={t("views.saveAs")} label="" opensFirst={false} onSave={own.saveAs} onClose={() => setAsking(null)} />}
        {asking === "rename" && (
          <ViewDialog title={t("views.rename")} label={view.label} opensFirst={object.views[0]?.name === view.name} onSave={own.rename} onClose={() => setAsking(null)} />
        )}
      </Suspense>
    </div>
  );
}
