import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { isWorthFinding, nameOf, useFinding } from "../../core/finding";
import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { State } from "../../widgets/State";
import { Title } from "../../widgets/Title";
import { useShownFind } from "../list/useShownFind";
import "./search.css";

const FOUND_EACH = 8;

/** What a text finds in every object that may be read. */
export function SearchPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const asked = search.get("q") ?? "";
  const [text, setText] = useShownFind(asked, (q) => setSearch(q === "" ? {} : { q }, { replace: true }));
  const { found, unfinished, pending, answer } = useFinding(asked, FOUND_EACH);
  return (
    <div className="search-page">
      <Title parts={[asked, t("search.title")]} />
      <h1>{t("search.title")}</h1>
      <input
        type="search" aria-label={t("search.title")} placeholder={t("search.placeholder")} value={text} autoFocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div aria-live="polite" aria-busy={pending}>
        {!isWorthFinding(asked) && <State title={t("search.start")} hint={t("search.startHint")} icon={<Icon name="search" size={22} />} />}
        {isWorthFinding(asked) && answer.error && <Failure cause={answer.error} onRetry={() => void answer.refetch()} />}
        {isWorthFinding(asked) && !pending && !answer.error && !unfinished && found.length === 0 && <State title={t("search.none", { text: asked })} hint={t("search.noneHint")} icon={<Icon name="search" size={22} />} />}
        {unfinished && !pending && <p className="quiet search-unfinished">{t("search.unfinished")}</p>}
        {found.map(({ object, rows, reasons, more }) => (
          <section key={object.name} aria-label={object.plural}>
            <h2><Icon name={object.icon} />{object.plural}</h2>
            <ul>
              {rows.map((row) => (
                <li key={row.id}>
                  <Link to={`/o/${object.name}/${row.id}`}>
                    <span className="clip">{nameOf(object, row)}</span>
                    {reasons.filter(({ record }) => record === row.id).map(({ field, label, text }) => <span key={field} className="search-why quiet">{t("search.why", { label, text })}</span>)}
                  </Link>
                </li>
              ))}
            </ul>
            {more && <Link className="search-more" to={`/o/${object.name}?q=${encodeURIComponent(asked)}`}>{t("search.all", { plural: object.plural })}</Link>}
          </section>
        ))}
      </div>
    </div>
  );
}
