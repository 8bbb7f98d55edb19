import { textIn } from "../frame";
import type { DisplayProps } from "../registry";

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

/** The colour with the name that it is kept by. */
export function ColourDisplay({ value }: DisplayProps) {
  const text = textIn(value);
  return <span className="colour clip">{isColour(text) && <span className="swatch" style={{ background: text }} aria-hidden />}{text}</span>;
}
