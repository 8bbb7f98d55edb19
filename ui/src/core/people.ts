/** Objects of the platform whose records say who there is and where they stand: records like all others, and a part of Setup. */
export const PEOPLE: readonly string[] = ["user", "team", "org_unit", "queue"];
