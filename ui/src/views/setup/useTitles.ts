import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { calledIn, draftsQuery, itemsQuery, titleOf } from "./api";

/** Kinds whose items bear the name of the object that they are about. */
const OF_OBJECTS: ReadonlySet<string> = new Set(["sharing", "extension"]);

/** What people call an item: as one's draft says, else as it is published, else its name. */
export function useTitles(): (kind: string, name: string) => string {
  const { i18n } = useTranslation();
  const items = useQuery(itemsQuery()).data ?? [];
  const drafts = useQuery(draftsQuery()).data ?? [];
  return (kind, name) => {
    const is = (one: { kind: string; name: string }) => one.kind === kind && one.name === name;
    const label = calledIn(kind, drafts.find(is)?.item) ?? items.find(is)?.label ?? (OF_OBJECTS.has(kind) ? items.find((one) => one.kind === "object" && one.name === name)?.label : null) ?? null;
    return titleOf({ name, label }, i18n.language);
  };
}
