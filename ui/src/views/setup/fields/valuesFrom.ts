import type { Body } from "../api";
import { nameFrom } from "../schema";

/** The values of a picklist by lines, each with its label in the language they were written in; a line that stands twice counts once. */
export function valuesFrom(lines: string, language: "en" | "zh"): readonly Body[] {
  const labels = [...new Set(lines.split("\n").map((line) => line.trim()).filter((line) => line !== ""))];
  const taken = new Set<string>();
  return labels.map((label, at) => {
    const made = nameFrom(label);
    const name = made === "" || taken.has(made) ? `value_${at + 1}` : made;
    taken.add(name);
    return { name, label: { [language]: label } };
  });
}
