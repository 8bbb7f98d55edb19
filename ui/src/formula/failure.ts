// How an evaluation ends without a value.

// Its value is #ERROR; IFERROR catches it.
export class CannotCompute extends Error {}

// Data is not loaded, or only the server has it: nothing in a formula catches this.
export class NotLoaded extends Error {}

export function fail(): never {
  throw new CannotCompute();
}
