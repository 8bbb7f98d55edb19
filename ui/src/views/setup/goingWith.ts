import { bodiesOf, textOf, type Body, type Draft } from "./api";

type Named = Pick<Draft, "kind" | "name">;

const isNew = (draft: Draft): boolean => draft.base === null && draft.item !== null;
const listsOf = (item: Body | null | undefined): readonly string[] => bodiesOf(item?.["fields"]).map((field) => textOf(field["values"])).filter((name) => name !== "");

/** The drafts that were begun because of the draft of an object, and are for nothing or wrong without it. */
export function goingWith({ kind, name }: Named, drafts: readonly Draft[]): readonly Draft[] {
  const draft = drafts.find((each) => each.kind === kind && each.name === name);
  if (kind !== "object" || draft?.item == null) return [];
  const others = drafts.filter((each) => each !== draft);
  const kept = new Set(others.filter((each) => each.kind === "object").flatMap((each) => listsOf(each.item)));
  const lists = new Set(listsOf(draft.item).filter((list) => !kept.has(list)));
  const about = (each: Draft) => isNew(draft) && (each.item?.["object"] === name || (each.kind === "role" && bodiesOf(each.item?.["objects"]).some((grant) => grant["object"] === name)));
  return others.filter((each) => isNew(each) && (about(each) || (each.kind === "picklist" && lists.has(each.name))));
}
