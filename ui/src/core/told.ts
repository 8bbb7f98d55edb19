import type { components } from "./openapi";

/** A shape of the API by the name that its description gives it. */
export type Told<Name extends keyof components["schemas"]> = components["schemas"][Name];
