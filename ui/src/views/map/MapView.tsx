import { useTranslation } from "react-i18next";

import { kindOf } from "../../fields/registry";
import { State } from "../../widgets/State";
import { Waiting } from "../../widgets/Waiting";
import { teach } from "../../words/resources";
import { WAYS } from "../../words/ways";
import { Empty } from "../list/Empty";
import { Unread } from "../list/Unread";
import type { LaidOut } from "../list/waysOut";
import { Earth } from "./Earth";
import { useExtent } from "./usePlaces";
import "./map.css";

teach(WAYS);

/** The records at their places on earth. */
export function MapView(props: LaidOut) {
  const { t } = useTranslation();
  const { place } = props.shown.roles;
  if (place === null || kindOf(place).located === undefined) return <State title={t("map.noField")} />;
  return <Places {...props} key={place.name} place={place} />;
}

function Places(props: LaidOut & { place: NonNullable<LaidOut["shown"]["roles"]["place"]> }) {
  const extent = useExtent(props.object, props.place, props.shown.narrowing);
  if (extent.error) return <Unread cause={extent.error} onRetry={() => void extent.refetch()} listing={props.listing} onChange={props.onChange} />;
  if (extent.isPending) return <Waiting />;
  if (extent.data.length === 0) return <Empty {...props} />;
  return <Earth {...props} extent={extent.data} />;
}
