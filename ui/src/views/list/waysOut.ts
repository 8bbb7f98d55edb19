import { lazy, type ComponentType } from "react";

import type { Listing } from "../../core/listing";
import type { ObjectMeta, ViewType } from "../../core/metadata";
import type { Shown } from "../../core/views";
import { ListView } from "./ListView";
import type { ChangeListing } from "./useShown";

/** What a way of laying records out is given. */
export interface LaidOut {
  object: ObjectMeta;
  listing: Listing;
  shown: Shown;
  onChange: ChangeListing;
}

/** The ways to lay records out; all but the list are loaded when they are first shown. */
export const LAID_OUT: Readonly<Record<ViewType, ComponentType<LaidOut>>> = {
  list: ListView,
  board: lazy(async () => ({ default: (await import("../board/Board")).Board })),
  calendar: lazy(async () => ({ default: (await import("../calendar/Calendar")).Calendar })),
  timeline: lazy(async () => ({ default: (await import("../timeline/Timeline")).Timeline })),
  gallery: lazy(async () => ({ default: (await import("../gallery/Gallery")).Gallery })),
  map: lazy(async () => ({ default: (await import("../map/MapView")).MapView })),
  tree: lazy(async () => ({ default: (await import("../tree/Tree")).Tree })),
};
