import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Failure } from "../widgets/Failure";
import { State } from "../widgets/State";
import type { RecordPlace } from "./contract";
import { useExtensions } from "./extensions";

/** Shows something else where what stands in it fails. */
class Guarded extends Component<{ instead: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? this.props.instead : this.props.children;
  }
}

/** A panel of a package, named as layouts name it: `PACKAGE/NAME`. */
export function ExtensionPanel({ name, place }: { name: string; place: RecordPlace }) {
  const { t } = useTranslation();
  const { data, error } = useExtensions();
  if (error) return <Failure cause={error} />;
  if (data === undefined) return <p className="unseen" role="status">{t("state.loading")}</p>;
  const panel = data.panels.get(name);
  const owner = name.split("/")[0] ?? "";
  const failed = <State title={t("extend.failed", { name })} hint={data.failed.get(owner) ?? t("extend.failedHint")} tone="bad" />;
  if (panel === undefined) return failed;
  return <Guarded key={`${name} ${place.id}`} instead={failed}><panel.Component {...place} /></Guarded>;
}
