import type { FieldMeta } from "../../core/metadata";
import type { Value } from "../../core/records";
import { partsIn, textIn } from "../frame";

const CHINESE = /[\u3400-\u9fff]/;

const joined = (parts: readonly string[], between: string) => parts.map((part) => part.trim()).filter((part) => part !== "").join(between);

function partText(value: Value, name: string): string {
  return textIn(partsIn(value)[name]);
}

/** The name of a person as it is called: the family first where it is written in Chinese. */
export function personText(_: FieldMeta | null, value: Value): string {
  const [title, family, given, middle, suffix] = ["title", "family", "given", "middle", "suffix"].map((name) => partText(value, name));
  if (CHINESE.test(family ?? "")) return joined([joined([family ?? "", middle ?? "", given ?? ""], ""), title ?? "", suffix ?? ""], " ");
  return joined([title ?? "", given ?? "", middle ?? "", family ?? "", suffix ?? ""], " ");
}

function countryText(code: string, language: string): string {
  return /^[A-Z]{2}$/.test(code) ? (new Intl.DisplayNames(language, { type: "region" }).of(code) ?? code) : code;
}

/** A postal address: from the widest to the narrowest in Chinese, the other way round elsewhere. */
export function addressText(_: FieldMeta | null, value: Value, language: string): string {
  const [region = "", city = "", line = "", postcode = ""] = ["region", "city", "line", "postcode"].map((name) => partText(value, name));
  const country = countryText(partText(value, "country"), language);
  if (CHINESE.test(line + city)) return joined([country, region, city, line, postcode], " ");
  return joined([line, city, joined([region, postcode], " "), country], ", ");
}

/** A point on earth, to about a metre. */
export function placeText(_: FieldMeta | null, value: Value): string {
  const parts = ["latitude", "longitude"].map((name) => partText(value, name));
  return parts.includes("") ? "" : parts.map((part) => Number(part).toFixed(5)).join(", ");
}

/** The words of a part without those of the whole, which stand above it. */
export const partLabel = (whole: FieldMeta, part: FieldMeta): string =>
  part.label.startsWith(`${whole.label} · `) ? part.label.slice(whole.label.length + 3) : part.label;
