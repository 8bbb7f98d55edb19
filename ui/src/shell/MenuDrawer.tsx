import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** The menu on a narrow screen: it lies over what one looks at. */
export function MenuDrawer({ title, onClose, children }: { title: ReactNode; onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Drawer opened onClose={onClose} size={288} title={title} closeButtonProps={{ "aria-label": t("menu.close") }} classNames={{ body: "shell-drawer" }}>
      {children}
    </Drawer>
  );
}
