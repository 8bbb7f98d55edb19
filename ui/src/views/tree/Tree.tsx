import { useTranslation } from "react-i18next";

import { State } from "../../widgets/State";
import { teach } from "../../words/resources";
import { WAYS } from "../../words/ways";
import type { LaidOut } from "../list/waysOut";
import { Forest } from "./Forest";
import "./tree.css";

teach(WAYS);

/** The records below each other as one of their fields has them. */
export function Tree(props: LaidOut) {
  const { t } = useTranslation();
  const { parent } = props.shown.roles;
  if (parent === null) return <State title={t("tree.noField")} />;
  return <Forest key={parent.name} {...props} parent={parent} />;
}
