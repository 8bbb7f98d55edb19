import type { DisplayProps } from "../registry";
import { jsonText } from "./text";

export function JsonDisplay({ value, dense = false }: DisplayProps) {
  const text = jsonText(value, dense ? undefined : 2);
  return dense || text === "" ? <code className="clip">{text}</code> : <pre className="json"><code>{text}</code></pre>;
}
