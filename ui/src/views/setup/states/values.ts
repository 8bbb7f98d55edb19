import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { bodiesOf, draftsQuery, itemQuery, labelOf, textOf, titleOf, type Body } from "../api";

export interface Choice {
  name: string;
  title: string;
  colour: string | null;
}

/** The fields of an object that hold one value of a picklist. */
export const picklistFields = (object: Body): readonly Body[] => bodiesOf(object["fields"]).filter((field) => field["type"] === "picklist" && !textOf(field["values"]).startsWith("$"));

/** The values of a picklist as one's drafts have them, in their order. */
export function useChoices(picklist: string): readonly Choice[] {
  const { i18n } = useTranslation();
  const published = useQuery({ ...itemQuery("picklist", picklist), enabled: picklist !== "" });
  const drafts = useQuery(draftsQuery());
  const draft = drafts.data?.find(({ kind, name }) => kind === "picklist" && name === picklist);
  const body = draft === undefined ? published.data?.body : draft.item;
  return bodiesOf(body?.["values"]).map((value) => {
    const name = textOf(value["name"]);
    return { name, title: titleOf({ name, label: labelOf(value) }, i18n.language), colour: textOf(value["colour"]) || null };
  });
}
