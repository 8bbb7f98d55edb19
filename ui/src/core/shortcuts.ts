import { useEffect, useRef } from "react";

/** Keys by what is pressed: `/`, `Ctrl+k`, or two in a row as `g h`. */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const NEXT_KEY_WITHIN = 1_000;
const TYPED_INTO = "input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=menu], [role=listbox]";

/** Whether the key belongs to what has the focus: an input, an open menu, or a dialog. */
export function isTaken(target: EventTarget | null): boolean {
  return target instanceof Element && (target.closest(TYPED_INTO) !== null || target.closest("[role=dialog]") !== null);
}

function nameOf(event: KeyboardEvent): string {
  const control = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  return control + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
}

/** Listen to shortcuts as long as the component is shown; the ones of inner components come first. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    let before = { key: "", at: 0 };
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.altKey) return;
      const key = nameOf(event);
      if (!key.startsWith("Ctrl+") && isTaken(event.target)) return;
      const pair = event.timeStamp - before.at < NEXT_KEY_WITHIN ? `${before.key} ${key}` : key;
      before = { key, at: event.timeStamp };
      const act = current.current[pair] ?? current.current[key];
      if (act === undefined) return;
      event.preventDefault();
      act(event);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}
