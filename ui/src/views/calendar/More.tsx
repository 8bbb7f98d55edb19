import { Popover } from "@mantine/core";
import { useState, type CSSProperties, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { dayTitle } from "./titles";

interface Props {
  count: number;
  day: number;
  className: string;
  style: CSSProperties;
  /** Whether there is room for the number alone. */
  brief: boolean;
  /** What is done instead of showing all of the day here. */
  onPress?: ((day: number) => void) | undefined;
  children: ReactNode;
}

/** How many of a day do not fit, and all of that day when it is pressed. */
export function More({ count, day, className, style, brief, onPress, children }: Props) {
  const { t, i18n } = useTranslation();
  const [opened, setOpened] = useState(false);
  const title = dayTitle(day, i18n.language);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom" shadow="md" width={300} trapFocus withinPortal>
      <Popover.Target>
        <button
          type="button" className={className} style={style} aria-label={t("dates.moreOf", { count, day: title })}
          onClick={() => (onPress ? onPress(day) : setOpened(!opened))}
        >
          {brief ? `+${count}` : t("dates.more", { count })}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={title}>
        <div className="month-whole"><h3>{title}</h3>{opened && <ul>{children}</ul>}</div>
      </Popover.Dropdown>
    </Popover>
  );
}
