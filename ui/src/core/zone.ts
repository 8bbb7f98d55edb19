/** The zone in which instants are read and written: that of the person, else the browser's. */
let kept: string | null = null;

export function keepZone(zone: string | null): void {
  kept = zone;
}

export const personZone = (): string => kept ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
