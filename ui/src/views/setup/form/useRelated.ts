import { useQuery } from "@tanstack/react-query";

import { objectQuery } from "../../../core/metadata";
import { bodiesOf, draftsQuery, itemsQuery, textOf, type Body } from "../api";
import { useFields } from "../RoleEditor";
import type { Schema } from "../schema";
import { useTitles } from "../useTitles";
import type { Named } from "./around";

/** The keys that say behind which relation a field lies. */
const BEHIND = new Set(["over", "relation"]);

/** The relations of an object to records that belong to it, or the fields of those; null where a schema asks for neither. */
export function useRelated(schema: Schema, object: string, said: Body): readonly Named[] | null {
  const [wanted, of] = [schema["x-ref"], schema["x-of"] ?? ""];
  const asked = wanted === "relation" || (wanted === "field" && BEHIND.has(of));
  const titles = useTitles();
  const isPublished = (useQuery(itemsQuery()).data ?? []).some((item) => item.kind === "object" && item.name === object);
  const published = useQuery({ ...objectQuery(object), enabled: asked && isPublished }).data?.children ?? [];
  const drafted = (useQuery(draftsQuery()).data ?? []).filter(({ kind }) => kind === "object")
    .flatMap(({ name, item }) => bodiesOf(item?.["fields"]).filter((field) => field["to"] === object && textOf(field["children"]) !== "").map((field) => ({ name: textOf(field["children"]), object: name })));
  const children = [...published, ...drafted].filter(({ name }, at, all) => all.findIndex((each) => each.name === name) === at);
  const behind = children.find(({ name }) => name === textOf(said[of]))?.object ?? "";
  const fields = useFields(asked && wanted === "field" ? behind : "");
  if (!asked) return null;
  return wanted === "relation" ? children.map((child) => ({ name: child.name, title: titles("object", child.object) })) : fields;
}
