import { PATHS } from "./icon-paths";

export type IconName = keyof typeof PATHS;

const isKnown = (name: string): name is IconName => name in PATHS;

/** The picture of a name, or of its first word: `calendar` for `calendar_event`; a box for a name that has none. */
function pathOf(name: string): string {
  const first = name.split("_")[0] ?? "";
  return PATHS[isKnown(name) ? name : isKnown(first) ? first : "box"];
}

/** The picture of that name, such as metadata gives to an object. */
export function Icon({ name, size = 16 }: { name: string | null; size?: number }) {
  return (
    <svg
      className="icon" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.6"
      strokeLinecap="round" strokeLinejoin="round" aria-hidden
    >
      <path d={pathOf((name ?? "").replaceAll("-", "_"))} />
    </svg>
  );
}
