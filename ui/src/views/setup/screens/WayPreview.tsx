import { useDebouncedValue } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { listingOf, type Listing } from "../../../core/listing";
import type { FieldMeta, ObjectMeta, View } from "../../../core/metadata";
import { VIEW_TYPES } from "../../../core/roles";
import { pathsOf, pathsQuery, shownOf } from "../../../core/views";
import { KNOWING } from "../../../fields/registry";
import { LAID_OUT } from "../../list/waysOut";
import { bodiesOf, textOf, textsOf, type Body } from "../api";
import { isNeeded, takenBy } from "./viewRoles";

const LOOK_AFTER = 300;
const NO_PATHS: ReadonlyMap<string, FieldMeta> = new Map();
const UNTOUCHED: Listing = listingOf(new URLSearchParams());

/** The records as a view lays them out, as far as its fields are published. */
export function WayPreview({ item, published }: { item: Body; published: ObjectMeta }) {
  const { t } = useTranslation("setup");
  const [looked] = useDebouncedValue(item, LOOK_AFTER);
  const known = (name: string) => published.fields.some((field) => field.name === name);
  const missing = takenBy(looked).find((role) => isNeeded(looked, role) && !known(textOf(looked[role])));
  if (missing !== undefined) return <p className="quiet">{t("view.needs")}</p>;
  return <Laid view={viewOf(looked, known)} object={published} />;
}

function Laid({ view, object }: { view: View; object: ObjectMeta }) {
  const client = useQueryClient();
  const [listing, setListing] = useState(UNTOUCHED);
  const paths = pathsOf(view, null);
  const { data = NO_PATHS } = useQuery({ ...pathsQuery(client, object, paths), enabled: paths.length > 0 });
  const shown = useMemo(() => shownOf(object, view, listing, null, data, KNOWING), [object, view, listing, data]);
  const Records = LAID_OUT[view.type];
  // It is looked at, not worked with: nothing in it moves a record or opens one.
  return (
    <div className="screens-way" inert>
      <Suspense><Records object={object} listing={listing} shown={shown} onChange={(part) => setListing({ ...listing, ...part })} /></Suspense>
    </div>
  );
}

/** The view of a document, without the fields that are not published yet. */
function viewOf(item: Body, known: (name: string) => boolean): View {
  const role = (key: string) => (known(textOf(item[key])) ? textOf(item[key]) : null);
  const shown = (name: string) => name.includes(".") || known(name);
  return {
    name: "preview", label: "", personal: false, left_out: 0, type: VIEW_TYPES.find((type) => type === textOf(item["type"])) ?? "list",
    columns: bodiesOf(item["columns"]).map((column) => ({ field: textOf(column["field"]), label: null, width: null })).filter(({ field }) => shown(field)),
    filter: textOf(item["filter"]) || null, sort: textsOf(item["sort"]).filter((key) => shown(key.replace(/^-/, ""))),
    group: role("group"), start: role("start"), end: role("end"), parent: role("parent"), place: role("place"), summaries: [],
  };
}
