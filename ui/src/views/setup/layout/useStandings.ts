import { useQueries, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { draftsQuery, itemQuery, titleOf } from "../api";
import { useItems } from "../items";
import { standingOf, type Standing } from "./standing";

/** The layouts of an object as one's drafts leave them. */
export function useStandings(object: string): readonly Standing[] {
  const { i18n } = useTranslation();
  const drafts = useQuery(draftsQuery()).data ?? [];
  const layouts = useItems("layout").items.filter((item) => item.object === object);
  const published = useQueries({ queries: layouts.map(({ name }) => itemQuery("layout", name)) });
  return layouts.flatMap((layout, at) => {
    const draft = drafts.find(({ kind, name }) => kind === "layout" && name === layout.name);
    const item = draft === undefined ? published[at]?.data?.body : draft.item;
    return item === null ? [] : [standingOf(layout.name, titleOf(layout, i18n.language), item)];
  });
}
