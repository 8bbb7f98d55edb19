import type { Value } from "../../core/records";

/** A structure as text; one that is a text already was typed and stays. */
export const jsonText = (value: Value, indent?: number): string =>
  value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value, null, indent);

/** Whether a text is a structure as the server takes it. */
export function isJson(text: string): boolean {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null;
  } catch (cause) {
    if (cause instanceof SyntaxError) return false;
    throw cause;
  }
}
