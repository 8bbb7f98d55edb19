import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";

import { useOutdated } from "../core/outdated";
import { Icon } from "../widgets/Icon";

/** Says that the server has newer pages; they are loaded when told to, or with the next page that one goes to. */
export function Outdated() {
  const { t } = useTranslation();
  const outdated = useOutdated();
  const { pathname } = useLocation();
  const at = useRef(pathname);
  useEffect(() => {
    if (outdated && at.current !== pathname) location.reload(); // who goes on has saved or given up what was written
    at.current = pathname;
  }, [outdated, pathname]);
  return (
    <div role="status">
      {outdated && (
        <p className="outdated">
          <Icon name="warning" size={16} />
          <span><b>{t("state.outdated")}</b> {t("state.outdatedHint")}</span>
          <button type="button" className="tool" onClick={() => location.reload()}>{t("state.reload")}</button>
        </p>
      )}
    </div>
  );
}
