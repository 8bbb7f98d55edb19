import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { objectsQuery } from "../../core/metadata";
import { PEOPLE } from "../../core/people";
import { holds, useMe } from "../../core/session";
import { titleOf, vocabularyQuery } from "./api";
import { useKindWords } from "./kinds";

export interface Place {
  to: string;
  label: string;
}

export interface PlaceGroup {
  title: string | null;
  links: readonly Place[];
}

const BUILT = ["object", "picklist", "rule", "layout", "view", "app", "action"];
const GRANTED = ["role", "sharing"];
/** What packages add to things of others is edited where those are. */
const NAMED = new Set([...BUILT, ...GRANTED, "extension"]);

/** The places of Setup. What the server is asked for comes last, so that nothing moves when it is there. */
export function useMenu(): readonly PlaceGroup[] {
  const { t, i18n } = useTranslation("setup");
  const words = useKindWords();
  const known = useQuery(vocabularyQuery()).data?.kinds ?? [];
  const objects = useQuery(objectsQuery()).data ?? [];
  const me = useMe();
  const link = (to: string, label: string): Place => ({ to: `/setup/${to}`, label });
  const linked = (kinds: readonly string[]) => kinds.map((kind) => link(kind, words.kind(kind)));
  const others = known.filter(({ name, package: of }) => of === null && !NAMED.has(name)).map(({ name }) => name);
  const packages = [...new Set(known.flatMap(({ package: of }) => of ?? []))].map((name) => known.filter((kind) => kind.package === name));
  const groups: readonly PlaceGroup[] = [
    { title: null, links: [link("start", t("start.title"))] },
    { title: t("nav.build"), links: linked(BUILT) },
    { title: t("nav.access"), links: [...linked(GRANTED), link("explain", t("nav.explain")), ...(me.data && holds(me.data, "view_as") ? [link("view-as", t("viewAs.title"))] : [])] },
    { title: t("nav.workspace"), links: [link("plugins", t("plugins.title")), link("dictionary", t("dictionary.title")), link("hints", t("hints.title")), link("history", t("nav.history"))] },
    { title: t("nav.people"), links: PEOPLE.flatMap((name) => objects.filter((each) => each.name === name).map(({ plural }) => ({ to: `/o/${name}`, label: plural }))) },
    { title: t("nav.more"), links: linked(others) },
    ...packages.map((kinds) => ({ title: titleOf({ name: kinds[0]?.package ?? "", label: kinds[0]?.package_label ?? null }, i18n.language), links: linked(kinds.map(({ name }) => name)) })),
  ];
  return groups.filter(({ links }) => links.length > 0);
}
