import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { ask } from "../../../core/client";
import type { ObjectMeta } from "../../../core/metadata";
import { DRAFTING, isThere } from "../api";

/** An object as it will be once one's drafts are published. */
export type Seen = ObjectMeta;

/** What one will see of an object, or what holders of a role will; null where they see nothing of it. */
export const useSeen = (object: string, role: string | null) =>
  useQuery<Seen | null>({
    queryKey: [DRAFTING, "seen", object, role], enabled: object !== "", placeholderData: keepPreviousData, retry: false,
    queryFn: async ({ signal, client }) =>
      (await isThere(client, "object", object) ? (await ask<{ data: Seen | null }>(`metadata/drafts/objects/${object}/seen`, { query: { role: role ?? undefined }, signal })).data : null),
  });
