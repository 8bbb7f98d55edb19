// What a formula asks of its surroundings. Where an answer is not loaded it is UNKNOWN.
import type { WireValue } from "./tree.ts";
import { UNKNOWN } from "./value.ts";

export type Answer<T> = T | typeof UNKNOWN;

export interface Environment {
  readonly now: number; // milliseconds since 1970
  readonly zone: string; // of the workspace, by its IANA name
  readonly isNew: boolean;
  readonly fiscalStart: number;
  // The value of a reference by its path, in the form of the API; `#ERROR` is the symbol's own text there too.
  value(path: string): Answer<WireValue>;
  prior(path: string): Answer<WireValue>;
  children(relation: string): Answer<readonly Environment[]>;
  holds(question: "role" | "team" | "permission" | "owner", name: string): Answer<boolean>;
}

export interface Loaded {
  readonly values: Readonly<Record<string, WireValue>>;
  readonly prior?: Readonly<Record<string, WireValue>>;
  readonly children?: Readonly<Record<string, readonly Loaded[]>>;
  readonly granted?: Readonly<Record<string, boolean>>;
  readonly now?: number;
  readonly zone?: string;
  readonly isNew?: boolean;
  readonly fiscalStart?: number;
}

// An environment over what is loaded: a key that is absent is unknown, one that is null is blank.
export function environmentOf(loaded: Loaded): Environment {
  const among = <T>(known: Readonly<Record<string, T>> | undefined, name: string): Answer<T> =>
    known !== undefined && Object.hasOwn(known, name) ? (known[name] as T) : UNKNOWN;
  return {
    now: loaded.now ?? Date.now(),
    zone: loaded.zone ?? "UTC",
    isNew: loaded.isNew ?? false,
    fiscalStart: loaded.fiscalStart ?? 1,
    value: (path) => among(loaded.values, path),
    prior: (path) => (loaded.prior && Object.hasOwn(loaded.prior, path) ? among(loaded.prior, path) : among(loaded.values, path)),
    children: (relation) => {
      const found = among(loaded.children, relation);
      return found === UNKNOWN ? UNKNOWN : found.map((child) => environmentOf({ ...loaded, ...child }));
    },
    holds: (question, name) => among(loaded.granted, `${question}:${name}`),
  };
}
