/** How far a part of a screen is scrolled. */
export interface Spot {
  left: number;
  top: number;
}

/** How far the parts of each step of the history were scrolled, by their names. */
export interface Scrolled {
  at: (step: string) => ReadonlyMap<string, Spot>;
  note: (step: string, part: string, spot: Spot) => void;
  /** A step that another one took the place of leaves it its spots. */
  hand: (from: string, to: string) => void;
  /** Keep all of it until the page is loaded again. */
  keep: () => void;
}

const KEY = "guanxi.scrolled";
const MOST = 100;

type Kept = readonly (readonly [string, Readonly<Record<string, Spot>>])[];

function keptIn(storage: Storage): Kept {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? (kept as Kept) : [];
  } catch (cause) {
    if (cause instanceof SyntaxError) return []; // somebody else wrote there
    throw cause;
  }
}

/** Remember spots by the steps of the history, the last of them over a reload; `begun` names steps that begin anew. */
export function scrolledIn(storage: Storage, begun: (step: string) => boolean = () => false): Scrolled {
  const steps = new Map(keptIn(storage).filter(([step]) => !begun(step)).map(([step, spots]) => [step, new Map(Object.entries(spots))]));
  return {
    at: (step) => steps.get(step) ?? new Map<string, Spot>(),
    note: (step, part, spot) => {
      const spots = steps.get(step) ?? new Map<string, Spot>();
      steps.set(step, spots.set(part, spot));
    },
    hand: (from, to) => {
      const spots = steps.get(from);
      if (spots === undefined || from === to) return;
      steps.delete(from);
      steps.set(to, spots);
    },
    keep: () => storage.setItem(KEY, JSON.stringify([...steps].slice(-MOST).map(([step, spots]) => [step, Object.fromEntries(spots)]))),
  };
}
