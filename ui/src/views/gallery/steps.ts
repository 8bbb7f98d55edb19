const LEAST_WIDTH = 252;
const MARGIN = 2;

/** How many cards stand beside each other in a width. */
export const columnsIn = (width: number): number => Math.max(1, Math.floor((width + MARGIN) / LEAST_WIDTH));

/** The card that a key leads to; null for a key that leads to none. */
export function nextCard(key: string, now: number, across: number, count: number): number | null {
  const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across };
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = steps[key];
  const next = step === undefined ? null : now + step;
  return next === null || next < 0 || next >= count ? null : next;
}
