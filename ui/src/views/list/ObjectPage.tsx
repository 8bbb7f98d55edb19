import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useParams, useSearchParams } from "react-router";

import { listingOf, searchOf, type Listing } from "../../core/listing";
import { objectQuery, type ObjectMeta } from "../../core/metadata";
import { Failure } from "../../widgets/Failure";
import { ListView } from "./ListView";
import { Toolbar } from "./Toolbar";
import "./list.css";

const Board = lazy(async () => ({ default: (await import("../board/Board")).Board }));

/** The records of an object, as a list or a board; the address says all about it. */
export function ObjectPage() {
  const { object: name = "" } = useParams();
  const described = useQuery(objectQuery(name));
  if (described.error) return <Failure cause={described.error} onRetry={() => void described.refetch()} />;
  return described.data ? <Records key={name} object={described.data} /> : <div className="list-toolbar" aria-busy />;
}

function Records({ object }: { object: ObjectMeta }) {
  const [search, setSearch] = useSearchParams();
  const listing = listingOf(search);
  const change = (part: Partial<Listing>, replace = false) => setSearch(searchOf({ ...listing, ...part }), { replace });
  return (
    <>
      <Toolbar object={object} listing={listing} onChange={change} />
      {listing.mode === "board" ? (
        <Suspense><Board object={object} listing={listing} /></Suspense>
      ) : (
        <ListView object={object} listing={listing} onChange={change} />
      )}
    </>
  );
}
