import { useQuery } from "@tanstack/react-query";

import { bodiesOf, draftsQuery, itemQuery, textOf, type Body } from "./api";
import { useChoices, type Choice } from "./states/values";

/** Keys that name a picklist by itself; any other names a field of the object. */
const PICKLISTS = new Set(["values", "depends_on"]);

/** The values that may stand where a schema says by `x-of` which key beside or around it names their field or picklist. */
export function useNamedValues(of: string | undefined, said: Body, object: string | null): readonly Choice[] {
  const key = of === undefined || of.includes(" ") ? "" : of;
  const beside = textOf(said[key]);
  const about = beside === "" || PICKLISTS.has(key) ? "" : object ?? "";
  const published = useQuery({ ...itemQuery("object", about), enabled: about !== "" });
  const draft = useQuery(draftsQuery()).data?.find(({ kind, name }) => kind === "object" && name === about);
  const fields = bodiesOf((draft?.item ?? published.data?.body)?.["fields"]);
  return useChoices(PICKLISTS.has(key) ? beside : textOf(fields.find((field) => field["name"] === beside)?.["values"]));
}
