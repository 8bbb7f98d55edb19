/** The zones in which instants are read and written: that of the person, else the browser's; and the workspace's. */
let kept: string | null = null;
let shared: string | null = null;

/** Zones by whether this browser knows them; it is asked when one is first needed, since that takes it a while. */
const tried = new Map<string, boolean>();

function isKnown(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}

/** A zone that this browser knows; null for what is none. */
function known(zone: string | null): string | null {
  if (!zone) return null;
  const answer = tried.get(zone) ?? isKnown(zone);
  tried.set(zone, answer);
  return answer ? zone : null;
}

/** Take the zone of the person, and that in which the server reckons days. */
export function keepZone(zone: string | null, workspace: string | null = null): void {
  kept = zone;
  shared = workspace;
}

export const deviceZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
export const personZone = (): string => known(kept) ?? deviceZone();

/** The zone of formulas: TODAY() is the same day here and on the server. */
export const workspaceZone = (): string => known(shared) ?? personZone();

/** How the time of day is written: alike everywhere, so that a calendar and what stands beside it agree. */
export const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

const WHOLE: Intl.DateTimeFormatOptions = { year: "numeric", month: "short", day: "numeric", ...CLOCK };

/** An instant in words, by the clocks of the person. */
export const momentText = (at: string | number, language: string, options = WHOLE): string =>
  new Intl.DateTimeFormat(language, { ...options, timeZone: personZone() }).format(new Date(at));
