import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { State } from "../../widgets/State";
import { Title } from "../../widgets/Title";
import { Waiting } from "../../widgets/Waiting";
import { hintsQuery, itemsQuery, titleOf, type Hint } from "./api";
import { coded } from "./coded";
import { useKindWords } from "./kinds";
import { worded } from "./words";

/** What of the metadata nobody needs, or costs too much, by what it is. */
export function HintsPage() {
  const words = useKindWords();
  const { t, i18n } = useTranslation("setup");
  const { data, error, isPending, refetch } = useQuery(hintsQuery(i18n.language));
  const items = useQuery(itemsQuery()).data ?? [];
  const title = (hint: Hint) => titleOf(items.find(({ kind, name }) => kind === hint.kind && name === hint.name) ?? { name: hint.name }, i18n.language);
  if (error) return <Failure cause={error} onRetry={() => void refetch()} />;
  const groups = new Map<string, Hint[]>();
  for (const hint of data ?? []) groups.set(hint.code, [...(groups.get(hint.code) ?? []), hint]);
  return (
    <section className="setup-list" aria-busy={isPending}>
      <header><Title parts={[t("hints.title"), t("title")]} /><h1>{t("hints.title")}</h1></header>
      <p className="quiet">{t("hints.lead")}</p>
      {isPending && <Waiting />}
      {data?.length === 0 && <State title={t("hints.none")} icon={<Icon name="check" />} />}
      {[...groups].map(([code, hints]) => (
        <section key={code}>
          <h2 className="setup-heading">{worded("hints", code)} <span className="numeric quiet">{hints.length}</span></h2>
          <ul className="setup-uses">
            {hints.map((hint) => (
              <li key={hint.message}><span className="setup-kind">{words.one(hint.kind)}</span><Link to={`/setup/${hint.kind}/${hint.name}`}>{title(hint)}</Link><span>{coded(hint.message)}</span></li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
