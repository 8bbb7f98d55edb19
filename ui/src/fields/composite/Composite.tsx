import { useTranslation } from "react-i18next";

import type { DisplayProps } from "../registry";
import { addressText, personText, placeText } from "./text";

export function PersonDisplay({ field, value }: DisplayProps) {
  return <span className="clip">{personText(field, value)}</span>;
}

export function AddressDisplay({ field, value, dense = false }: DisplayProps) {
  const { i18n } = useTranslation();
  return <span className={dense ? "clip" : "long-text"}>{addressText(field, value, i18n.language)}</span>;
}

export function PlaceDisplay({ field, value }: DisplayProps) {
  return <span className="numeric clip">{placeText(field, value)}</span>;
}
