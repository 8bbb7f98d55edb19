import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { draftsQuery, itemsQuery, titleOf } from "./api";
import { labelFrom } from "./items";

/** What people call an item: as one's draft says, else as it is published, else as what it is about, else its name. */
export function useTitles(): (kind: string, name: string) => string {
  const { i18n } = useTranslation();
  const items = useQuery(itemsQuery()).data ?? [];
  const drafts = useQuery(draftsQuery()).data ?? [];
  return (kind, name) => titleOf({ name, label: labelFrom(items, drafts, kind, name) }, i18n.language);
}
