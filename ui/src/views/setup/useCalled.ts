import { useQueries, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { bodiesOf, draftsQuery, itemQuery, itemsQuery, labelOf, textOf, titleOf, vocabularyQuery, type Body } from "./api";
import type { Called } from "./telling";
import { useTitles } from "./useTitles";

interface About {
  kind: string;
  name: string;
  path: readonly string[];
}

/** What is called by the names that documents hold, and which object each of the items is about. */
export function useCalled(items: readonly About[]): { called: Called; objectOf: (item: About) => string } {
  const { i18n } = useTranslation();
  const titles = useTitles();
  const published = useQuery(itemsQuery()).data ?? [];
  const drafts = useQuery(draftsQuery()).data ?? [];
  const features = useQuery(vocabularyQuery()).data?.features ?? [];
  const objectOf = ({ kind, name, path }: About): string => {
    if (kind === "object" || kind === "extension") return name;
    if (kind === "role") return path[0] === "objects" ? path[1] ?? "" : "";
    const is = (one: { kind: string; name: string }) => one.kind === kind && one.name === name;
    return textOf(drafts.find(is)?.item?.["object"]) || (published.find(is)?.object ?? "");
  };
  const objects = [...new Set(items.map(objectOf))].filter((name) => name !== "");
  const read = useQueries({ queries: objects.map((name) => itemQuery("object", name)) });
  const bodyOf = (object: string) => drafts.find(({ kind, name }) => kind === "object" && name === object)?.item ?? read[objects.indexOf(object)]?.data?.body;
  const within = (entries: readonly Body[], name: string) => {
    const entry = entries.find((each) => each["name"] === name);
    return entry && titleOf({ name, label: labelOf(entry) }, i18n.language);
  };
  const lists = [...new Set(items.some(({ path }) => path.includes("transitions")) ? objects.flatMap((object) => bodiesOf(bodyOf(object)?.["fields"]).map((field) => textOf(field["values"]))) : [])].filter((name) => name !== "");
  const valued = useQueries({ queries: lists.map((name) => itemQuery("picklist", name)) });
  const called: Called = (ref, name, object) => {
    if (ref === "field" || ref === "record_type") return within(bodiesOf(bodyOf(object)?.[ref === "field" ? "fields" : "record_types"]), name);
    if (ref === "value") return within(valued.flatMap(({ data }) => bodiesOf(data?.body["values"])), name);
    if (ref === "feature") return features.find((feature) => feature.name === name)?.label;
    const title = titles(ref, name);
    return title === name ? undefined : title;
  };
  return { called, objectOf };
}
