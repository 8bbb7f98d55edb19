import { Popover } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { unreadQuery } from "../core/notices";
import { Icon } from "../widgets/Icon";

const Notices = lazy(async () => ({ default: (await import("./Notices")).Notices }));
const MOST = 99;

/** Tells that something concerns the reader, and what. */
export function Bell() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const { data: unread = 0 } = useQuery(unreadQuery());
  const shown = unread > MOST ? `${MOST}+` : unread;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" trapFocus width="min(380px, calc(100vw - 24px))">
      <Popover.Target>
        <button
          type="button" className="icon-button bell" onClick={() => setOpened(!opened)}
          aria-label={unread > 0 ? t("notices.some", { count: unread }) : t("notices.title")}
        >
          <Icon name="bell" size={18} />
          {unread > 0 && <span className="bell-count numeric" aria-hidden>{shown}</span>}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("notices.title")} className="notices">
        {opened && <Suspense><Notices onClose={() => setOpened(false)} /></Suspense>}
      </Popover.Dropdown>
    </Popover>
  );
}
