// The formula language in the browser: the same trees and the same values as on the server.
export { compile } from "./evaluate.ts";
export { environmentOf, type Environment, type Loaded } from "./environment.ts";
export { ERROR, UNKNOWN, type Result } from "./value.ts";
export { writeValue } from "./wire.ts";
export { textOf } from "./functions/conversion.ts";
export type { Checked } from "./tree.ts";
