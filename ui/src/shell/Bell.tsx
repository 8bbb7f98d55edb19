import { useQuery } from "@tanstack/react-query";
import { lazy } from "react";
import { useTranslation } from "react-i18next";

import { unreadQuery } from "../core/notices";
import { later } from "../core/outdated";
import { Icon } from "../widgets/Icon";
import { Opener } from "../widgets/Opener";

const notices = () => later(import("./Notices"));
const Notices = lazy(async () => ({ default: (await notices()).Notices }));
const MOST = 99;

/** Tells that something concerns the reader, and what. */
export function Bell() {
  const { t } = useTranslation();
  const { data: unread = 0 } = useQuery(unreadQuery());
  const shown = unread > MOST ? `${MOST}+` : unread;
  return (
    <Opener
      className="icon-button bell" opens="dialog" onNear={notices} panel={(opened) => <Notices {...opened} />}
      aria-label={unread > 0 ? t("notices.some", { count: unread }) : t("notices.title")}
    >
      <Icon name="bell" size={18} />
      {unread > 0 && <span className="bell-count numeric" aria-hidden>{shown}</span>}
    </Opener>
  );
}
