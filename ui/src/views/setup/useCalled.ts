import { useQueries, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { objectQuery } from "../../core/metadata";
import { bodiesOf, draftsQuery, isBody, isList, itemQuery, itemsQuery, labelOf, textOf, titleOf, vocabularyQuery, type Body, type Json } from "./api";
import type { Behind, Called } from "./telling";
import { useTitles } from "./useTitles";
import { columnTitle } from "./words";

interface About {
  kind: string;
  name: string;
  path: readonly string[];
}

interface Naming {
  called: Called;
  behind: Behind;
  objectOf: (item: About) => string;
  /** Whether not everything has been read yet that gives names. */
  pending: boolean;
}

/** What is called by the names that items and their documents hold, and which object each of the items is about. */
export function useCalled(items: readonly About[], documentsOf: (item: About) => readonly Json[]): Naming {
  const { t, i18n } = useTranslation("setup");
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
  const [behind, further] = useBehind(objects, new Set(items.flatMap((item) => (objectOf(item) === "" ? [] : documentsOf(item).flatMap(relationsIn)))));
  const known = [...read, ...useQueries({ queries: further.map((name) => itemQuery("object", name)) })];
  const pending = known.some((query) => query.isLoading);
  const bodyOf = (object: string) => drafts.find(({ kind, name }) => kind === "object" && name === object)?.item ?? known.find(({ data }) => data?.name === object)?.data?.body;
  const within = (entries: readonly Body[], name: string) => {
    const entry = entries.find((each) => each["name"] === name);
    return entry && titleOf({ name, label: labelOf(entry) }, i18n.language);
  };
  const lists = [...new Set(items.some(({ path }) => path.some((step) => CHOOSING.has(step))) ? objects.flatMap((object) => bodiesOf(bodyOf(object)?.["fields"]).map((field) => textOf(field["values"]))) : [])].filter((name) => name !== "");
  const valued = useQueries({ queries: lists.map((name) => itemQuery("picklist", name)) });
  const called: Called = (ref, name, object) => {
    if (ref === "object" && name === "*") return t("role.every");
    if (ref === "field") return within(bodiesOf(bodyOf(object)?.["fields"]), name) ?? (object === "" ? undefined : columnTitle(name));
    if (ref === "record_type") return within(bodiesOf(bodyOf(object)?.["record_types"]), name);
    if (ref === "relation") return titleOfObject(behind(name, object));
    if (ref === "value") return within(valued.flatMap(({ data }) => bodiesOf(data?.body["values"])), name);
    if (ref === "feature") return features.find((feature) => feature.name === name)?.label;
    const title = titles(ref, name);
    return title === name ? undefined : title;
  };
  const titleOfObject = (name: string | undefined) => (name === undefined ? undefined : titles("object", name));
  return { called, behind, objectOf, pending };
}

/** What of an object names values of its picklists. */
const CHOOSING: ReadonlySet<string> = new Set(["transitions", "states", "record_types"]);

/** Where relations of objects lead, and to which objects besides. */
function useBehind(objects: readonly string[], relations: ReadonlySet<string>): readonly [Behind, readonly string[]] {
  const published = useQuery(itemsQuery()).data ?? [];
  const drafts = useQuery(draftsQuery()).data ?? [];
  const asked = relations.size === 0 ? [] : objects.filter((name) => published.some((item) => item.kind === "object" && item.name === name));
  const described = useQueries({ queries: asked.map((name) => objectQuery(name)) }).flatMap(({ data }) => data ?? []);
  const drafted = drafts.filter(({ kind }) => kind === "object").flatMap(({ name, item }) => bodiesOf(item?.["fields"]).map((field) => ({ to: field["to"], relation: field["children"], object: name })));
  const behind: Behind = (relation, object) =>
    described.find(({ name }) => name === object)?.children.find(({ name }) => name === relation)?.object ?? drafted.find((each) => each.to === object && each.relation === relation)?.object;
  const found = objects.flatMap((object) => [...relations].flatMap((relation) => behind(relation, object) ?? []));
  return [behind, [...new Set(found)].filter((name) => !objects.includes(name))];
}

const RELATIONS: ReadonlySet<string> = new Set(["relation", "over"]);

/** The relations that a document names. */
function relationsIn(value: Json): readonly string[] {
  if (isList(value)) return value.flatMap(relationsIn);
  if (!isBody(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => (RELATIONS.has(key) && typeof inner === "string" ? [inner] : relationsIn(inner ?? null)));
}
