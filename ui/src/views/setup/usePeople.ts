import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { quoted } from "../../core/operator";
import { listRecords, recordsKey } from "../../core/records";

const ASK_AFTER = 200;
const MOST = 50;
const FIELDS = ["name", "login", "roles", "unit.name"];

/** The first users whose name or sign-in name has these words, among those for whom a condition holds. */
export function usePeople(find: string, condition: string) {
  const [words] = useDebouncedValue(find.trim(), ASK_AFTER);
  const named = words === "" ? "" : ` AND (CONTAINS(name, ${quoted(words)}) OR CONTAINS(login, ${quoted(words)}))`;
  const query = { fields: FIELDS, filter: `${condition}${named}`, sort: ["name"], limit: MOST };
  return useQuery({
    queryKey: [...recordsKey("user"), "people", query], placeholderData: keepPreviousData, queryFn: ({ signal }) => listRecords("user", query, signal),
  });
}
