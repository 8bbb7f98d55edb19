import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { untouched, type Listing } from "../../core/listing";
import type { ObjectMeta } from "../../core/metadata";
import { later } from "../../core/outdated";
import type { Shown } from "../../core/views";
import { Icon } from "../../widgets/Icon";
import { Opener } from "../../widgets/Opener";
import { useOwnViews } from "./useOwnViews";
import type { ChangeListing } from "./useShown";

const menu = () => later(import("./ViewMenu"));
const ViewMenu = lazy(async () => ({ default: (await menu()).ViewMenu }));
const ViewDialog = lazy(async () => ({ default: (await later(import("./ViewDialog"))).ViewDialog }));

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
  const { view, changed } = shown;
  return (
    <div className="views">
      <Opener
        className="views-button" opens="menu" aria-label={t("views.label", { name: view.label })} onNear={menu}
        panel={(opened) => <ViewMenu {...opened} {...props} own={own} onAsk={setAsking} />}
      >
        <span className="clip">{view.label}</span><Icon name="chevron_down" size={14} />
      </Opener>
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
