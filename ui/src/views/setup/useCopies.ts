import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { ask } from "../../core/client";
import { DESCRIBED } from "../../core/metadata";
import type { Told } from "../../core/told";
import { draftsAnew } from "./api";

/** A field that is getting another type, or did not get it of late. */
export type Copy = Told<"copy">;

const ASK_AGAIN_AFTER = 1_500;

/** The fields of an object that are getting another type, asked for anew until all of them have it. */
export function useCopies(object: string): readonly Copy[] {
  const { i18n } = useTranslation();
  const client = useQueryClient();
  const { data = [] } = useQuery({
    queryKey: [DESCRIBED, "copies", i18n.language],
    queryFn: ({ signal }) => ask<{ data: Copy[] }>("metadata/copies", { signal }).then((answer) => answer.data),
    refetchInterval: ({ state }) => (state.data?.some((copy) => copy.state === "copying") ? ASK_AGAIN_AFTER : false),
  });
  const own = data.filter((copy) => copy.object === object);
  const going = own.filter(({ state }) => state === "copying").length;
  const before = useRef(0);
  useEffect(() => {
    // The change stands when its copy is done: what is shown here is another type then.
    if (going < before.current) void Promise.all([client.invalidateQueries({ queryKey: [DESCRIBED] }), draftsAnew(client)]);
    before.current = going;
  }, [going, client]);
  return own;
}
