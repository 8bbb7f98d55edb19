import { useId, useRef, type KeyboardEvent, type ReactNode } from "react";

export interface Leaf {
  name: string;
  label: string;
  content: ReactNode;
}

interface Props {
  label: string;
  leaves: readonly Leaf[];
  open: string | null;
  onOpen: (name: string) => void;
}

/** The leaves of a page, one of them open; arrow keys go from one to the next. */
export function Tabs({ label, leaves, open, onOpen }: Props) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const at = Math.max(0, leaves.findIndex(({ name }) => name === open));
  const shown = leaves[at];
  if (shown === undefined) return null;
  if (leaves.length === 1) return shown.content;
  const press = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step === undefined ? undefined : leaves[(at + step + leaves.length) % leaves.length];
    if (next === undefined) return;
    event.preventDefault();
    onOpen(next.name);
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(`${id}-${next.name}`)}`)?.focus();
  };
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={press}>
        {leaves.map((leaf, index) => (
          <button
            key={leaf.name} id={`${id}-${leaf.name}`} type="button" role="tab" aria-selected={index === at} aria-controls={`${id}-panel`} tabIndex={index === at ? 0 : -1}
            onClick={() => onOpen(leaf.name)}
          >{leaf.label}</button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${shown.name}`}>{shown.content}</div>
    </>
  );
}
