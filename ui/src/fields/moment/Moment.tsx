import { useSpoken } from "../../core/i18n";
import type { DisplayProps } from "../registry";
import { dateText, instantText, timeText } from "./text";

export function DateDisplay({ field, value }: DisplayProps) {
  const language = useSpoken();
  return <span className="numeric clip">{dateText(field, value, language)}</span>;
}

export function InstantDisplay({ field, value }: DisplayProps) {
  const language = useSpoken();
  return <span className="numeric clip">{instantText(field, value, language)}</span>;
}

export function TimeDisplay({ field, value }: DisplayProps) {
  return <span className="numeric clip">{timeText(field, value)}</span>;
}
