import { lazily } from "../lazy";
import { IS_BLANK, IS_FILLED } from "../operators";
import { PlainFilter } from "../plain/later";
import { defineField, type FieldKind } from "../registry";
import { AddressDisplay, PersonDisplay, PlaceDisplay } from "./Composite";
import { POINTS } from "./placing";
import { addressText, personText, placeText } from "./text";

const PARTED: Pick<FieldKind, "Input" | "Filter" | "operators" | "wide"> = {
  Input: lazily((parts) => parts.PartsInput), Filter: PlainFilter, operators: [IS_BLANK, IS_FILLED], wide: true,
};

export const COMPOSITES = [
  defineField({ ...PARTED, type: "person_name", Display: PersonDisplay, text: personText }),
  defineField({ ...PARTED, type: "address", Display: AddressDisplay, text: addressText, width: 260 }),
  defineField({ ...PARTED, type: "geolocation", Display: PlaceDisplay, text: placeText, located: POINTS }),
];
