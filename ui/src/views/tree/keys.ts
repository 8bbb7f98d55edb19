/** What a key does in a tree. */
export interface Way {
  focus?: HTMLElement | undefined;
  open?: boolean;
  /** Go to the page of the record, or ask where to put it. */
  follow?: boolean;
  move?: boolean;
}

const ITEM = "[role=treeitem]";

/** The way of a key from an item, as trees have it everywhere: along, into, out of, and to the ends; null for none. */
export function wayOf(key: string, item: HTMLElement, tree: HTMLElement): Way | null {
  const items = [...tree.querySelectorAll<HTMLElement>(ITEM)];
  const at = items.indexOf(item);
  const expanded = item.getAttribute("aria-expanded");
  switch (key) {
    case "ArrowDown": return { focus: items[at + 1] };
    case "ArrowUp": return { focus: items[at - 1] };
    case "Home": return { focus: items[0] };
    case "End": return { focus: items.at(-1) };
    case "ArrowRight":
      if (expanded === null) return {};
      return expanded === "true" ? { focus: item.querySelector<HTMLElement>(ITEM) ?? undefined } : { open: true };
    case "ArrowLeft":
      return expanded === "true" ? { open: false } : { focus: item.parentElement?.closest<HTMLElement>(ITEM) ?? undefined };
    case "Enter": return { follow: true };
    case "m": return { move: true };
    default: return null;
  }
}
