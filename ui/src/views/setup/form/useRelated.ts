import { useQuery } from "@tanstack/react-query";

import { objectQuery } from "../../../core/metadata";
import { bodiesOf, draftsQuery, itemsQuery, textOf, type Body } from "../api";
import { useFields } from "../RoleEditor";
import type { Schema } from "../schema";
import { useTitles } from "../useTitles";
import type { Named } from "./around";

/** The keys that say behind which relation a field lies. */
const BEHIND = new Set(["over", "relation"]);

/** Whether a schema asks for a relation or for what lies behind one, which are chosen and never made up. */
export const isRelated = (schema: Schema): boolean => schema["x-ref"] === "relation" || (schema["x-ref"] === "field" && BEHIND.has(schema["x-of"] ?? ""));

/** The relations of an object to records that belong to it, or the fields of those; null where a schema asks for neither. */
export function useRelated(schema: Schema, object: string, said: Body): readonly Named[] | null {
  const [wanted, of] = [schema["x-ref"], schema["x-of"] ?? ""];
  const asked = isRelated(schema);
  const titles = useTitles();
  const isPublished = (useQuery(itemsQuery()).data ?? []).some((item) => item.kind === "object" && item.name === object);
  const published = useQuery({ ...objectQuery(object), enabled: asked && isPublished }).data?.children ?? [];
  const drafted = (useQuery(draftsQuery()).data ?? []).filter(({ kind }) => kind === "object")
    .flatMap(({ name, item }) => bodiesOf(item?.["fields"]).filter((field) => field["to"] === object && textOf(field["children"]) !== "").map((field) => ({ name: textOf(field["children"]), object: name })));
  const children = [...published, ...drafted].filter(({ name }, at, all) => all.findIndex((each) => each.name === name) === at);
  const behind = children.find(({ name }) => name === textOf(said[of]))?.object ?? "";
  const fields = useFields(asked && wanted === "field" ? behind : "");
  if (!asked) return null;
  if (wanted === "relation") return children.map((child) => ({ name: child.name, title: titles("object", child.object) }));
  return schema.pattern?.startsWith("^-?") ? fields.flatMap(({ name, title }) => [{ name, title }, { name: `-${name}`, title: `${title} ↓` }]) : fields;
}
