import { plainText } from "../plain/text";
import type { DisplayProps } from "../registry";

/** A text with its lines, or in a cell as one of them. */
export function LongTextDisplay({ field, value, dense = false }: DisplayProps) {
  return <span className={dense ? "clip" : "long-text"}>{plainText(field, value)}</span>;
}
