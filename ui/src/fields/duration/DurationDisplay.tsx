import type { DisplayProps } from "../registry";
import { durationText } from "./text";

export function DurationDisplay({ field, value }: DisplayProps) {
  return <span className="numeric clip">{durationText(field, value)}</span>;
}
