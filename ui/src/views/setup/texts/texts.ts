import type { Told } from "../../../core/told";
import { textOf, type Body } from "../api";
import { keysOf, type Schema } from "../schema";

/** The texts of an item, each as it is written, and what translations into the chosen language say of it. */
export type WordedItem = Told<"texts">;
export type Worded = WordedItem["texts"][number];

/** One text beside its translation. */
export interface Line {
  item: string;
  /** Where in its item it stands, the key last. */
  path: readonly string[];
  source: string;
  /** What shows where this translation says nothing: from another one, or from the item itself. */
  otherwise: string | null;
  text: string;
}

export interface Group {
  kind: string;
  name: string;
  title: string;
  lines: readonly Line[];
  /** What its entries are called, by the steps that lead to them. */
  labels: ReadonlyMap<string, string>;
}

export type Texts = ReadonlyMap<string, string>;

export interface Asked {
  /** The name of the translation that is edited. */
  translation: string;
  language: string;
  /** The language from which one translates. */
  from: "en" | "zh";
  /** The package whose texts are wanted; all where it is blank. */
  package: string;
}

/** What a translation says, by what it says it of. */
export const textsIn = (entries: readonly Body[]): Texts => new Map(entries.map((entry) => [textOf(entry["item"]), textOf(entry["text"])]));

/** The entries of a translation with one text changed; one that says nothing leaves, and the others keep their order. */
export function withText(entries: readonly Body[], item: string, text: string): readonly Body[] {
  const rest = entries.filter((entry) => text !== "" || entry["item"] !== item);
  if (text === "") return rest;
  return rest.some((entry) => entry["item"] === item) ? rest.map((entry) => (entry["item"] === item ? { ...entry, text } : entry)) : [...rest, { item, text }];
}

/** Everything that can be said in the language, by item. */
export function groupsOf(items: readonly WordedItem[], texts: Texts, asked: Asked): readonly Group[] {
  return items.flatMap(({ kind, name, texts: known }) => {
    const wanted = known.filter((text) => asked.package === "" || text.package === asked.package);
    const lines = wanted.map((text): Line => ({
      item: text.item, path: text.item.split("/").slice(2), source: text[asked.from], otherwise: otherwiseOf(text, asked), text: texts.get(text.item) ?? "",
    }));
    const label = known.find(({ item }) => item === `${kind}/${name}/label`);
    const labels = new Map(known.map((text) => [text.item.split("/").slice(2), text[asked.from]] as const)
      .filter(([path]) => path.length > 1 && path[path.length - 1] === "label").map(([path, said]) => [path.slice(0, -1).join("/"), said]));
    return lines.length === 0 ? [] : [{ kind, name, title: label?.[asked.from] ?? name, lines, labels }];
  });
}

function otherwiseOf(text: Worded, asked: Asked): string | null {
  const others = text.told.filter(({ translation }) => translation !== asked.translation);
  const last = others[others.length - 1];
  if (last !== undefined) return last.text;
  return (asked.language === "en" || asked.language === "zh") && text.said.includes(asked.language) ? text[asked.language] : null;
}

export const isMissing = (line: Line): boolean => line.text === "" && line.otherwise === null;

/** The groups with the lines that are found by all words, and that are among those to be shown where such are named. */
export function found(groups: readonly Group[], words: string, among: ReadonlySet<string> | null): readonly Group[] {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return groups.flatMap((group) => {
    const lines = group.lines.filter((line) => {
      const told = `${group.title} ${line.item} ${line.source} ${line.text} ${line.otherwise ?? ""}`.toLowerCase();
      return (among === null || among.has(line.item)) && wanted.every((word) => told.includes(word));
    });
    return lines.length === 0 ? [] : [{ ...group, lines }];
  });
}

export const missingIn = (groups: readonly Group[]): ReadonlySet<string> => new Set(groups.flatMap(({ lines }) => lines.filter(isMissing)).map(({ item }) => item));

/** Where in its item a text stands: keys in words, entries by their labels; a label itself stands beside its place and need not be told twice. */
export function placeOf(path: readonly string[], schema: Schema | undefined, word: (key: string) => string, labels: ReadonlyMap<string, string>): string {
  const entry = path.length > 1 && path[path.length - 1] === "label" ? path.slice(0, -1) : path;
  const steps = entry !== path && labels.has(entry.join("/")) ? entry.slice(0, -1) : entry;
  let [at, named] = [schema, false];
  return steps.map((step, index) => {
    if (named) {
      named = false;
      return labels.get(steps.slice(0, index + 1).join("/")) ?? step;
    }
    at = at?.properties?.[step];
    named = at !== undefined && keysOf(at).length > 0;
    if (named) at = at?.items;
    return word(step);
  }).join(" › ");
}

/** How many texts are said in the language, of how many. */
export function progressOf(groups: readonly Group[]): { done: number; all: number } {
  const lines = groups.flatMap((group) => group.lines);
  return { done: lines.filter((line) => !isMissing(line)).length, all: lines.length };
}

/** The entries of a translation that say something of what is not there. */
export function strays(entries: readonly Body[], items: readonly WordedItem[]): readonly Body[] {
  const known = new Set(items.flatMap(({ texts }) => texts.map(({ item }) => item)));
  return entries.filter((entry) => !known.has(textOf(entry["item"])));
}

/** The packages that say anything, with how many texts each has. */
export function packagesOf(items: readonly WordedItem[]): readonly { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { package: name } of items.flatMap(({ texts }) => texts)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count }));
}

/** Languages into which people translate; what is written of Chinese stands under zh alone. */
const KNOWN = ["ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hu", "id", "it", "ja", "km", "ko", "lo", "mn", "ms", "my", "nl", "no", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "ur", "vi", "zh"];

/** What a language is called in the language of a reader. */
export const languageName = (reader: string, language: string): string => new Intl.DisplayNames([reader], { type: "language", fallback: "code" }).of(language) ?? language;

/** The languages to choose from with what they are called, the reader's alphabet deciding their order. */
export function languages(reader: string, present: string): readonly { value: string; label: string }[] {
  const every = KNOWN.includes(present) || present === "" ? KNOWN : [...KNOWN, present];
  return every.map((value) => ({ value, label: `${languageName(reader, value)} (${value})` })).sort((a, b) => a.label.localeCompare(b.label, reader));
}
