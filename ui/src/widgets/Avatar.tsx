import "./avatar.css";

/** The letters that stand for a name: the last two of a Chinese one, else the first of the first two words. */
export function initials(name: string): string {
  const trimmed = name.trim();
  if (/[\u3400-\u9fff]/.test(trimmed)) return trimmed.slice(-2);
  return trimmed.split(/\s+/).slice(0, 2).map((word) => word.charAt(0)).join("").toUpperCase();
}

/** A name as a small round sign. */
export function Avatar({ name }: { name: string }) {
  const hue = [...name].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % 6;
  return <span className="avatar" data-hue={hue} aria-hidden>{initials(name)}</span>;
}
