/** The first that fits names it: browsers and systems also name those that they are like. */
const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger\//, "WeChat"], [/Edg(e|A|iOS)?\//, "Edge"], [/OPR\//, "Opera"], [/(Firefox|FxiOS)\//, "Firefox"],
  [/(Chrome|CriOS|Chromium)\//, "Chrome"], [/Safari\//, "Safari"], [/^curl\//, "curl"], [/^python-/i, "Python"],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/HarmonyOS/, "HarmonyOS"], [/Android/, "Android"], [/iPhone/, "iPhone"], [/iPad/, "iPad"], [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"], [/CrOS/, "ChromeOS"], [/Linux/, "Linux"],
];

const named = (rows: readonly [RegExp, string][], agent: string) => rows.find(([pattern]) => pattern.test(agent))?.[1] ?? null;

/** The browser and the system that a browser's own name for itself speaks of. */
export function deviceOf(agent: string | null): { browser: string | null; system: string | null } {
  return { browser: named(BROWSERS, agent ?? ""), system: named(SYSTEMS, agent ?? "") };
}
