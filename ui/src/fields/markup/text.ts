import type { FieldMeta } from "../../core/metadata";
import type { Value } from "../../core/records";
import { textIn } from "../frame";

/** The words of HTML, read by a document in which nothing acts. */
export function wordsOf(_: FieldMeta | null, value: Value): string {
  const spaced = textIn(value).replaceAll("<", " <"); // a tag parts words as a space does
  return (new DOMParser().parseFromString(spaced, "text/html").body.textContent ?? "").replace(/\s+/g, " ").trim();
}
