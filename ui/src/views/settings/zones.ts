const REGIONS = ["Asia", "Pacific", "Australia", "Indian", "Europe", "Africa", "Atlantic", "America", "Arctic", "Antarctica"] as const;
export type Region = (typeof REGIONS)[number];

/** The zones of the world by region, each as it is called in a language. */
export function zonesByRegion(language: string): readonly { region: Region; zones: { value: string; label: string }[] }[] {
  const all = Intl.supportedValuesOf("timeZone").map((zone) => ({ zone, parts: zone.split("/") }));
  return REGIONS.map((region) => ({
    region,
    zones: all
      .filter(({ parts }) => parts.length > 1 && parts[0] === region) // names such as EST are of no place
      .map(({ zone, parts }) => ({ value: zone, label: `${parts.slice(1).join(", ").replaceAll("_", " ")} · ${nameOf(zone, language)}` })),
  }));
}

function nameOf(zone: string, language: string): string {
  const parts = new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: "longGeneric" }).formatToParts(0);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? zone;
}
