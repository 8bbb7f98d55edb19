import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

import type { Listing } from "../../core/listing";
import { fieldOf, type ObjectMeta } from "../../core/metadata";
import { Problem } from "../../core/problem";
import { recordsKey } from "../../core/records";
import type { ChangeListing } from "./useShown";

/**
 * The formula of the address that a list goes on without, because what it names is not there any more.
 *
 * Of fields that go while the list is open, the description tells; of others the server, by refusing the formula.
 */
export function useGone(object: ObjectMeta, listing: Listing, onChange: ChangeListing): string | null {
  const client = useQueryClient();
  const [known, setKnown] = useState(object);
  const [gone, setGone] = useState<string | null>(null);
  const opened = useRef(listing.formula); // what is typed later is mended where it is typed
  if (known !== object) {
    setKnown(object);
    const dropped = known.fields.map(({ name }) => name).filter((name) => fieldOf(object, name) === undefined);
    if (namesOneOf(listing.formula, dropped)) setGone(listing.formula);
  }
  useEffect(() => {
    if (listing.formula === "") return undefined;
    if (listing.formula === gone) return onChange({ formula: "" }, true);
    if (listing.formula !== opened.current) return undefined;
    return client.getQueryCache().subscribe(({ query }) => {
      if (refusedForNames(query.state.error) && recordsKey(object.name).every((part, at) => query.queryKey[at] === part)) setGone(listing.formula);
    });
  });
  return gone;
}

const TEXTS = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/gs;

/** Whether a formula names one of these fields of its object. */
export const namesOneOf = (formula: string, names: readonly string[]): boolean =>
  names.length > 0 && new RegExp(`(?<![\\w.$])(?:${names.join("|")})(?!\\w|\\s*\\()`).test(formula.replace(TEXTS, ""));

const refusedForNames = (cause: unknown): boolean =>
  cause instanceof Problem && cause.code === "formula_invalid" && cause.entries.some(({ code }) => code === "unknown_name");
