import { createContext, useContext } from "react";

import type { Reference, Value } from "./records";

/** Asks for a new record in a dialog over what one does; answers what was made, or null when it was left. */
export type Create = (object: string, values: Readonly<Record<string, Value>>) => Promise<Reference | null>;

export const Creation = createContext<Create | null>(null);

/** The way to make a record from within an input; null where there is none. */
export const useCreation = (): Create | null => useContext(Creation);
