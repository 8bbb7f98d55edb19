import { useTranslation } from "react-i18next";

import { State } from "../../widgets/State";
import { teach } from "../../words/resources";
import { WAYS } from "../../words/ways";
import { datedBy } from "../dates/spans";
import type { LaidOut } from "../list/waysOut";
import { Lines } from "./Lines";
import "../dates/dates.css";
import "./timeline.css";

teach(WAYS);

/** The records as bars along the days, each in a line of its own. */
export function Timeline(props: LaidOut) {
  const { t } = useTranslation();
  const dated = datedBy(props.object, props.shown);
  return dated === null ? <State title={t("dates.noField")} /> : <Lines {...props} dated={dated} />;
}
