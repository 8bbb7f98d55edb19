import { Menu, Popover, type MenuProps, type PopoverProps } from "@mantine/core";
import { useEffect, useEffectEvent, useImperativeHandle, type KeyboardEvent, type ReactNode, type Ref, type RefObject } from "react";

import type { Opened } from "./Opener";

/** Stands for the button, which is drawn elsewhere: what is opened is placed at it. */
function Anchor({ to, ref }: { to: RefObject<HTMLElement | null>; ref?: Ref<HTMLElement | null> }) {
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => to.current);
  return null;
}

interface Shared extends Opened {
  className?: string;
  children: ReactNode;
}

interface MenuPanelProps extends Shared {
  width: MenuProps["width"];
  position: NonNullable<MenuProps["position"]>;
}

/** A menu at the button that opened it; its items are the library's. */
export function MenuPanel({ anchor, id, onClose, width, position, className, children }: MenuPanelProps) {
  return (
    <Menu opened onChange={onClose} id={id} width={width} position={position} shadow="md" returnFocus={false}>
      <Menu.Target><Anchor to={anchor} /></Menu.Target>
      <Menu.Dropdown {...(className !== undefined && { className })}>{children}</Menu.Dropdown>
    </Menu>
  );
}

interface PanelProps extends Shared {
  width: PopoverProps["width"];
  position: NonNullable<PopoverProps["position"]>;
  label: string;
}

/** Whether a key is for the panel itself, not for what was opened in it: that stands elsewhere in the page, or is a list at its box. */
const isFor = ({ currentTarget, target }: KeyboardEvent<HTMLElement>) =>
  target instanceof Element && currentTarget.contains(target) && target.closest("[aria-expanded=true], [data-expanded]") === null;

const ABOVE_THE_PAGE = "[data-portal], [data-mantine-shared-portal-node]";

/** Close when the page is pressed: not the button, and nothing that lies above the page, as what is opened in a panel does. */
function usePressOutside(anchor: RefObject<HTMLElement | null>, onClose: () => void): void {
  const close = useEffectEvent(onClose);
  useEffect(() => {
    const press = ({ target }: Event) => {
      if (target instanceof Element && target.closest(ABOVE_THE_PAGE) === null && !anchor.current?.contains(target)) close();
    };
    document.addEventListener("mousedown", press);
    document.addEventListener("touchstart", press);
    return () => {
      document.removeEventListener("mousedown", press);
      document.removeEventListener("touchstart", press);
    };
  }, [anchor]);
}

/** A panel at the button that opened it. Escape closes it unless something is open in it, which closes first. */
export function Panel({ anchor, id, onClose, width, position, label, className, children }: PanelProps) {
  usePressOutside(anchor, onClose);
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Escape" || event.nativeEvent.isComposing || !isFor(event)) return;
    event.stopPropagation();
    onClose();
  };
  return (
    <Popover opened onChange={onClose} id={id} width={width} position={position} shadow="md" trapFocus closeOnEscape={false} closeOnClickOutside={false}>
      <Popover.Target><Anchor to={anchor} /></Popover.Target>
      <Popover.Dropdown aria-label={label} onKeyDownCapture={press} {...(className !== undefined && { className })}>{children}</Popover.Dropdown>
    </Popover>
  );
}
