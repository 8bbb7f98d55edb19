import { useQuery } from "@tanstack/react-query";
import { Suspense, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";

import { listingOf, searchOf, type Listing } from "../../core/listing";
import { objectQuery, type ObjectMeta, type View } from "../../core/metadata";
import { viewOf } from "../../core/views";
import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { State } from "../../widgets/State";
import { Title } from "../../widgets/Title";
import { LeftOut } from "./LeftOut";
import { Toolbar } from "./Toolbar";
import { useGone } from "./useGone";
import { useShown, type ChangeListing } from "./useShown";
import { LAID_OUT } from "./waysOut";
import "./list.css";

/** The records of an object in one of the ways to lay them out; the address says all about it. */
export function ObjectPage() {
  const { object: name = "" } = useParams();
  const described = useQuery(objectQuery(name));
  if (described.error) return <Failure whole cause={described.error} known={described.data?.plural} onRetry={() => void described.refetch()} />;
  return described.data ? <Records key={name} object={described.data} /> : <div className="list-toolbar" aria-busy />;
}

function Records({ object }: { object: ObjectMeta }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const listing = useMemo(() => listingOf(search), [search]);
  const wanted = useRef(listing);
  useEffect(() => { wanted.current = listingOf(search); }, [search]);
  const view = viewOf(object, listing.view);
  if (view === undefined) {
    return (
      <State title={t("views.missing")} hint={t("state.missingHint")} icon={<Icon name="search" size={22} />}>
        <Title parts={[t("views.missing"), object.plural]} />
        <Link to={`/o/${object.name}`} className="tool">{t("views.first", { plural: object.plural })}</Link>
      </State>
    );
  }
  const change: ChangeListing = (part, replace = false) => {
    wanted.current = { ...wanted.current, ...(typeof part === "function" ? part(wanted.current) : part) }; // two changes may come before the address follows the first
    setSearch(searchOf(wanted.current), { replace });
  };
  return <ViewOfRecords key={view.name} object={object} view={view} listing={listing} onChange={change} />;
}

function ViewOfRecords(props: { object: ObjectMeta; view: View; listing: Listing; onChange: ChangeListing }) {
  const { object, view } = props;
  const gone = useGone(object, props.listing, props.onChange);
  const listing = useMemo(() => (gone !== null && props.listing.formula === gone ? { ...props.listing, formula: "" } : props.listing), [props.listing, gone]);
  const [shown, change] = useShown(object, view, listing, props.onChange);
  if (shown === undefined) return <div className="list-toolbar" aria-busy />;
  const Records = LAID_OUT[shown.mode];
  return (
    <>
      <Title parts={[view.label, object.plural]} />
      <Toolbar object={object} listing={listing} shown={shown} onChange={change} />
      <LeftOut object={object} view={view} listing={listing} formula={gone} onChange={change} />
      <Suspense><Records object={object} listing={listing} shown={shown} onChange={change} /></Suspense>
    </>
  );
}
