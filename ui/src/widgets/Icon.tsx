import { PATHS } from "./icon-paths";

export type IconName = keyof typeof PATHS;

const isKnown = (name: string): name is IconName => name in PATHS;

/** The picture of that name, such as metadata gives to an object; a box for a name that has none. */
export function Icon({ name, size = 16 }: { name: string | null; size?: number }) {
  const wanted = (name ?? "").replaceAll("-", "_");
  return (
    <svg
      className="icon" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.6"
      strokeLinecap="round" strokeLinejoin="round" aria-hidden
    >
      <path d={PATHS[isKnown(wanted) ? wanted : "box"]} />
    </svg>
  );
}
