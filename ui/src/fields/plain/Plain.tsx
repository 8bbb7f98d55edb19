import type { DisplayProps } from "../registry";
import { plainText } from "./text";

export function PlainDisplay({ field, value }: DisplayProps) {
  return <span className="clip">{plainText(field, value)}</span>;
}
