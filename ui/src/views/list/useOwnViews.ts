import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { untouched, type Listing } from "../../core/listing";
import { objectQuery, type ObjectMeta } from "../../core/metadata";
import { bodyOf, changeView, createView, deleteView } from "../../core/personal";
import type { Shown } from "../../core/views";
import { kindOf } from "../../fields/registry";
import { tellDone, tellProblem } from "../../widgets/telling";
import type { Word } from "../../words/resources";
import { columnField } from "../board/columnField";
import type { ChangeListing } from "./useShown";

interface Given {
  object: ObjectMeta;
  listing: Listing;
  shown: Shown;
  onChange: ChangeListing;
}

/** What a person does with views of their own; each way tells whether it worked. */
export function useOwnViews({ object, listing, shown, onChange }: Given) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { view } = shown;
  const group = shown.mode === "board" ? (columnField(object, shown)?.name ?? null) : (shown.group?.name ?? null);
  const body = () => bodyOf(object, shown, listing, group, (field) => kindOf(field).operators);

  const attempt = async (done: Word, act: () => Promise<string | null>): Promise<boolean> => {
    try {
      const opened = await act();
      // What was laid over the view is in it now, or goes with it; a view that goes is left before it is gone.
      const open = () => onChange({ ...untouched(listing), view: opened });
      if (opened === null) open();
      await client.invalidateQueries({ queryKey: objectQuery(object.name).queryKey });
      if (opened !== null) open();
      tellDone(t(done));
      return true;
    } catch (cause) {
      tellProblem(cause, t("state.unreachable"));
      return false;
    }
  };
  return {
    saveAs: (label: string, opensFirst: boolean) => attempt("views.saved", () => createView(object.name, { ...body(), label, default: opensFirst })),
    save: () => attempt("views.saved", async () => { await changeView(object.name, view.name, { ...body() }); return view.name; }),
    rename: (label: string, opensFirst: boolean) =>
      attempt("views.saved", async () => { await changeView(object.name, view.name, { label, default: opensFirst }); return view.name; }),
    remove: () => attempt("views.deleted", async () => { await deleteView(object.name, view.name); return null; }),
  };
}

export type OwnViews = ReturnType<typeof useOwnViews>;
