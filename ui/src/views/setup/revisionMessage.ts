import type { SetupWord } from "./words";

/** What the server writes of a change that nobody gave a reason for: what was done, and to what. */
const OWN = /^(install|upgrade|enable|disable|uninstall|purge|retire|undo) ([\w.]+(?:, [\w.]+)*)(?: (\d[\w.-]*))?$/;

/** How a revision is told: the reason that somebody gave, or what the server did in words of the pages. */
export function revisionMessage(message: string, titleOf: (name: string) => string): string | { word: SetupWord; names: readonly string[] } {
  if (message === "core and base") return { word: "history.did.install", names: ["core", "base"].map(titleOf) };
  const [, done, names = "", version] = OWN.exec(message) ?? [];
  if (done === undefined) return message;
  return { word: `history.did.${done}` as SetupWord, names: names.split(", ").map((name) => `${titleOf(name)}${version === undefined ? "" : ` ${version}`}`) };
}
