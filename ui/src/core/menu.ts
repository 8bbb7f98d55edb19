import { may, type ObjectSummary } from "./metadata";

export interface MenuEntry {
  object: ObjectSummary;
  /** The letter after `g` that goes there. */
  letter: string | null;
}

const TAKEN = new Set(["h", "s"]); // home, settings

/** The objects that may be read, each with the first letter of its name that is still free. */
export function menuOf(objects: readonly ObjectSummary[]): readonly MenuEntry[] {
  const taken = new Set(TAKEN);
  return objects.filter((object) => may(object, "read")).map((object) => {
    const letter = [...object.name].find((character) => /[a-z]/.test(character) && !taken.has(character)) ?? null;
    if (letter !== null) taken.add(letter);
    return { object, letter };
  });
}
