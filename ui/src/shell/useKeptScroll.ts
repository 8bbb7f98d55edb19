import { useEffect, useLayoutEffect, useRef, type RefObject } from "react";
import { useLocation, useNavigationType } from "react-router";

import { scrolledIn, type Spot } from "../core/scrolled";

const STEADY = 3; // frames: what is drawn last may move what was scrolled before
const PATIENCE = 30_000; // milliseconds that what was in sight may take to be read anew: far down a long list on a busy server, seconds
const TAKES_OVER = ["wheel", "touchstart", "pointerdown", "keydown"] as const;

/** Whether the document was gone to by its address: the step that it began with then has no past. */
const isBegun = () => performance.getEntriesByType("navigation").some((entry) => "type" in entry && entry.type === "navigate");
const FIRST = "default "; // the router's key of the step that a document begins with

const partsIn = (content: HTMLElement): readonly HTMLElement[] => [content, ...content.querySelectorAll<HTMLElement>("[data-kept]")];

const isAt = ({ scrollLeft, scrollTop }: HTMLElement, { left, top }: Spot) => Math.abs(scrollLeft - left) <= 1 && Math.abs(scrollTop - top) <= 1;

/** Bring parts to their spots as far as what is read by now allows; whether all of them are there. */
function bring(content: HTMLElement, spots: ReadonlyMap<string, Spot>): boolean {
  const parts = new Map(partsIn(content).map((part) => [part.dataset["kept"], part]));
  const there = [...spots].map(([name, spot]) => {
    const part = parts.get(name);
    if (part && !isAt(part, spot)) part.scrollTo({ ...spot, behavior: "instant" });
    return part !== undefined && isAt(part, spot);
  });
  return there.every(Boolean);
}

/** Bring the parts of a screen to their spots as their content comes, until they stay there or a person takes over. */
function restore(content: HTMLElement, spots: ReadonlyMap<string, Spot>): AbortController {
  const ended = new AbortController();
  const end = () => ended.abort();
  const since = performance.now();
  let steady = 0;
  const look = () => {
    if (ended.signal.aborted) return;
    steady = bring(content, spots) ? steady + 1 : 0;
    if (steady === STEADY || performance.now() - since > PATIENCE) end();
    else requestAnimationFrame(look);
  };
  for (const kind of TAKES_OVER) addEventListener(kind, end, { capture: true, passive: true, signal: ended.signal });
  queueMicrotask(look); // before anything is painted, and after what is drawn with this step
  return ended;
}

/** Scroll each step of the history to where it was left: the content itself, and what is marked as `data-kept` in it. */
export function useKeptScroll(): RefObject<HTMLElement | null> {
  const content = useRef<HTMLElement>(null);
  const { key, pathname } = useLocation();
  const way = useNavigationType();
  const scrolled = useRef<ReturnType<typeof scrolledIn> | null>(null);
  const memory = (scrolled.current ??= scrolledIn(sessionStorage, (step) => step.startsWith(FIRST) && isBegun()));
  const here = useRef({ step: "", pathname: "" });
  const restoring = useRef<AbortController | null>(null);

  useLayoutEffect(() => {
    const box = content.current;
    const [before, step] = [here.current, `${key} ${pathname}`];
    here.current = { step, pathname };
    if (box === null) return undefined;
    if (way === "POP") {
      const spots = new Map(memory.at(step));
      for (const part of partsIn(box)) if (!spots.has(part.dataset["kept"] ?? "")) part.scrollTo({ left: 0, top: 0, behavior: "instant" });
      restoring.current = restore(box, spots);
      return () => restoring.current?.abort();
    }
    if (way === "REPLACE") memory.hand(before.step, step);
    if (before.pathname !== pathname) for (const part of partsIn(box)) part.scrollTo({ left: 0, top: 0, behavior: "instant" });
    return undefined;
  }, [key, pathname, way, memory]);

  useEffect(() => {
    const note = ({ target }: Event) => {
      if (!(target instanceof HTMLElement) || target.dataset["kept"] === undefined) return;
      if (restoring.current?.signal.aborted === false) return;
      memory.note(here.current.step, target.dataset["kept"], { left: target.scrollLeft, top: target.scrollTop });
    };
    document.addEventListener("scroll", note, { capture: true, passive: true });
    addEventListener("pagehide", memory.keep);
    return () => {
      document.removeEventListener("scroll", note, { capture: true });
      removeEventListener("pagehide", memory.keep);
    };
  }, [memory]);
  return content;
}
