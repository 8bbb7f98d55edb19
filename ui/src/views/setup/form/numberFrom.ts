import type { Json } from "../api";

/** A number as it is typed; what is none yet stays a text, which the server refuses in its own words. */
export const numberFrom = (text: string): Json | undefined => {
  if (text.trim() === "") return undefined;
  return /^-?\d+(\.\d+)?$/.test(text.trim()) && Number.isSafeInteger(Math.trunc(Number(text))) ? Number(text) : text;
};
