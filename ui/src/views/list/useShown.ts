import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import type { Listing } from "../../core/listing";
import type { FieldMeta, ObjectMeta, View } from "../../core/metadata";
import { rememberColumns, rememberedColumns } from "../../core/remembered";
import { useMe } from "../../core/session";
import { pathsOf, pathsQuery, shownOf, type Shown } from "../../core/views";
import { KNOWING } from "../../fields/registry";

const NO_PATHS: ReadonlyMap<string, FieldMeta> = new Map();

/** Changes part of a list, or what follows from how it is by now, which may be further than what is drawn. */
export type ChangeListing = (part: Partial<Listing> | ((now: Listing) => Partial<Listing>), replace?: boolean) => void;

/** What a list shows, undefined while the fields that its columns reach are being read, and the way to change it. */
export function useShown(object: ObjectMeta, view: View, listing: Listing, onChange: ChangeListing): [Shown | undefined, ChangeListing] {
  const client = useQueryClient();
  const person = useMe().data?.id ?? "";
  const [remembered, setRemembered] = useState(() => rememberedColumns(person, object.name, view.name));
  const paths = pathsOf(view, listing.columns ?? remembered);
  const { data = NO_PATHS, isPending } = useQuery({ ...pathsQuery(client, object, paths), enabled: paths.length > 0 });
  const change: ChangeListing = (part, replace) => {
    if (typeof part !== "function" && part.columns !== undefined) {
      rememberColumns(person, object.name, view.name, part.columns);
      setRemembered(part.columns);
    }
    onChange(part, replace);
  };
  const shown = useMemo(() => shownOf(object, view, listing, remembered, data, KNOWING), [object, view, listing, remembered, data]);
  return [paths.length > 0 && isPending ? undefined : shown, change];
}
