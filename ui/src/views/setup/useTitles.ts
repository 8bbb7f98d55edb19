import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { draftsQuery, itemsQuery, labelOf, titleOf } from "./api";

/** What people call an item: as one's draft says, else as it is published, else its name. */
export function useTitles(): (kind: string, name: string) => string {
  const { i18n } = useTranslation();
  const items = useQuery(itemsQuery()).data ?? [];
  const drafts = useQuery(draftsQuery()).data ?? [];
  return (kind, name) => {
    const is = (one: { kind: string; name: string }) => one.kind === kind && one.name === name;
    const label = labelOf(drafts.find(is)?.item) ?? items.find(is)?.label ?? null;
    return titleOf({ name, label }, i18n.language);
  };
}
