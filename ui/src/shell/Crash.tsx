import { Button } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";

import { hasOtherPages } from "../core/outdated";
import { isUnreachable } from "../core/problem";
import { Failure } from "../widgets/Failure";
import { State } from "../widgets/State";
import { Title } from "../widgets/Title";

/** What stands where a screen failed: by an error of its own, or because nobody answered when it was asked for. */
export function Crash() {
  const { t } = useTranslation();
  const cause = useRouteError();
  if (isUnreachable(cause)) return <Unreached cause={cause} />;
  return (
    <State title={t("state.crashed")} hint={t("state.crashedHint")} tone="bad">
      <Title parts={[t("state.crashed")]} />
      <Button onClick={() => location.reload()}>{t("state.reload")}</Button>
    </State>
  );
}

/** Loads the page again as soon as there is somebody who answers; before that the browser would show a page of its own. */
function Unreached({ cause }: { cause: unknown }) {
  const [tries, setTries] = useState(0);
  const [newer, setNewer] = useState(false);
  const { t } = useTranslation();
  useEffect(() => void hasOtherPages().then((other) => { // nothing is written on a screen that did not come
    setNewer(other);
    if (other) location.reload();
  }), []);
  const again = useCallback(() => setTries((before) => before + 1), []);
  useEffect(() => {
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, [again]);
  useEffect(() => {
    if (tries === 0) return undefined;
    const left = new AbortController();
    fetch(location.href, { method: "HEAD", signal: left.signal }).then(() => location.reload(), (silence: unknown) => {
      if (!(silence instanceof TypeError || left.signal.aborted)) throw silence;
    });
    return () => left.abort();
  }, [tries]);
  if (newer) return <State title={t("state.outdated")}><Button onClick={() => location.reload()}>{t("state.reload")}</Button></State>;
  return <Failure cause={cause} onRetry={again} />;
}
