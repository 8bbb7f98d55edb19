import { plainText } from "../plain/text";
import type { DisplayProps } from "../registry";

export function CodeDisplay({ field, value }: DisplayProps) {
  return <span className="code clip">{plainText(field, value)}</span>;
}
