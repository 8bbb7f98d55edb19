import { Suspense, useEffect, useId, useRef, useState, type ComponentProps, type ReactNode, type RefObject } from "react";

/** What stands at a button while it is open. */
export interface Opened {
  anchor: RefObject<HTMLElement | null>;
  /** The id of the button, which names what it opens. */
  id: string;
  onClose: () => void;
}

interface Props extends Omit<ComponentProps<"button">, "onClick" | "id" | "ref"> {
  opens: "menu" | "dialog";
  /** Draws what is opened, which is best a file of its own; `onNear` has it loaded before it is asked for. */
  panel: (opened: Opened) => ReactNode;
  onNear?: () => Promise<unknown>;
}

/** A button that opens a menu or a panel. Screens begin with several, so that the button alone is drawn until it is pressed. */
export function Opener({ opens, panel, onNear, ...button }: Props) {
  const id = useId();
  const anchor = useRef<HTMLButtonElement>(null);
  const [opened, setOpened] = useState(false);
  const before = useRef(false);
  useEffect(() => {
    if (before.current && !opened && document.activeElement === document.body) anchor.current?.focus(); // what had the focus is gone
    before.current = opened;
  }, [opened]);
  const near = () => void onNear?.();
  return (
    <>
      <button
        type="button" {...button} id={id} ref={anchor} aria-haspopup={opens} aria-expanded={opened} onPointerEnter={near} onFocus={near}
        onClick={() => setOpened(!opened)}
      />
      {opened && <Suspense>{panel({ anchor, id, onClose: () => setOpened(false) })}</Suspense>}
    </>
  );
}
