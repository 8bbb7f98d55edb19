import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Listing } from "../../core/listing";
import { fieldOf, type ObjectMeta, type View } from "../../core/metadata";
import { Problem } from "../../core/problem";
import { recordsKey } from "../../core/records";
import { Icon } from "../../widgets/Icon";
import type { ChangeListing } from "./useShown";

interface Props {
  object: ObjectMeta;
  view: View;
  listing: Listing;
  onChange: ChangeListing;
}

/** Says what of a view or an address is left out because what it names is not there any more. */
export function LeftOut({ object, view, listing, onChange }: Props) {
  const { t } = useTranslation();
  const formula = useGone(object, listing, onChange);
  const known = listing.conditions.filter(({ field }) => fieldOf(object, field) !== undefined);
  const gone = listing.conditions.length - known.length;
  if (view.left_out === 0 && gone === 0 && formula === null) return null;
  return (
    <div className="left-out" role="status">
      <Icon name="info" size={15} />
      <span>
        {view.left_out > 0 && <span>{t("list.leftOutOfView", { count: view.left_out, view: view.label })}</span>}
        {gone > 0 && <span>{t("list.leftOut", { count: gone })}</span>}
        {formula !== null && <span>{t("list.leftOutFormula")} <code>{formula}</code></span>}
      </span>
      {gone > 0 && <button type="button" className="tool" onClick={() => onChange({ conditions: known }, true)}>{t("list.leftOutForget")}</button>}
    </div>
  );
}

/** The formula of the address a list was opened at, once the server refused it for what it names; the list goes on without. */
function useGone(object: ObjectMeta, listing: Listing, onChange: ChangeListing): string | null {
  const client = useQueryClient();
  const [gone, setGone] = useState<string | null>(null);
  const opened = useRef(listing.formula); // what is typed later is mended where it is typed
  useEffect(() => {
    if (listing.formula === "" || listing.formula !== opened.current) return undefined;
    return client.getQueryCache().subscribe(({ query }) => {
      if (!namesGone(query.state.error) || recordsKey(object.name).some((part, at) => query.queryKey[at] !== part)) return;
      setGone(listing.formula);
      onChange({ formula: "" }, true);
    });
  });
  return gone;
}

const namesGone = (cause: unknown): boolean =>
  cause instanceof Problem && cause.code === "formula_invalid" && cause.entries.some(({ code }) => code === "unknown_name");
