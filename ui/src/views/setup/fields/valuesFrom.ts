import type { Body } from "../api";

/** What lines call values; a line that stands twice counts once. */
export const labelsFrom = (lines: string): readonly string[] => [...new Set(lines.split("\n").map((line) => line.trim()).filter((line) => line !== ""))];

/** The values of a picklist by what they are called in one language and the names that this suggests; those that have none of their own are numbered. */
export function valuesFrom(labels: readonly string[], language: "en" | "zh", names: readonly string[]): readonly Body[] {
  const taken = new Set<string>();
  return labels.map((label, at) => {
    const made = names[at] ?? "";
    const name = made === "" || taken.has(made) ? `value_${at + 1}` : made;
    taken.add(name);
    return { name, label: { [language]: label } };
  });
}
