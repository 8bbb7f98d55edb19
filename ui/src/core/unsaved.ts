import { useCallback, useEffect, useRef } from "react";

const holding = new Set<object>();
const drafts = new Map<string, unknown>();

/** A way for a screen to say that it holds something which would be lost with it, or no longer; what is gone holds nothing. */
export function useHolding(): (holds: boolean) => void {
  const own = useRef<object>({});
  useEffect(() => {
    const mine = own.current;
    return () => void holding.delete(mine);
  }, []);
  return useCallback((holds: boolean) => void (holds ? holding.add(own.current) : holding.delete(own.current)), []);
}

/** Whether a screen holds something that going on would lose. */
export const isHolding = (): boolean => holding.size > 0;

/** Whether closing the pages would lose something. */
export const wouldLose = (): boolean => holding.size > 0 || drafts.size > 0;

/** Keep what is being written under a name while other screens are shown; nothing written is nothing kept. */
export const keepDraft = (name: string, draft: unknown): void => void (draft === null ? drafts.delete(name) : drafts.set(name, draft));

/** What was kept under a name. */
export const keptDraft = (name: string): unknown => drafts.get(name) ?? null;

/** Forget all that was kept: it was somebody's who is gone. */
export const forgetDrafts = (): void => drafts.clear();
