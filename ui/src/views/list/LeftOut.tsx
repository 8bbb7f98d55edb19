import { useTranslation } from "react-i18next";

import type { Listing } from "../../core/listing";
import { fieldOf, type ObjectMeta, type View } from "../../core/metadata";
import { Icon } from "../../widgets/Icon";
import type { ChangeListing } from "./useShown";

interface Props {
  object: ObjectMeta;
  view: View;
  listing: Listing;
  /** The formula that the list goes on without. */
  formula: string | null;
  onChange: ChangeListing;
}

/** Says what of a view or an address is left out because what it names is not there any more. */
export function LeftOut({ object, view, listing, formula, onChange }: Props) {
  const { t } = useTranslation();
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
