import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { quoted } from "../../core/operator";
import { listRecords, recordsKey } from "../../core/records";
import { momentText } from "../../core/zone";
import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { State } from "../../widgets/State";
import { Title } from "../../widgets/Title";
import { Waiting } from "../../widgets/Waiting";
import { isBody, revisionQuery, revisionsQuery, type Body, type Revision } from "./api";
import { differing } from "./difference";
import { Changes } from "./PlanView";
import { usePackageTitle } from "./plugins/usePackageTitle";
import { revisionMessage } from "./revisionMessage";
import { Undo } from "./Undo";
import { useTitles } from "./useTitles";
import { useKindWords } from "./kinds";

export function HistoryPage() {
  const { t } = useTranslation("setup");
  return <section className="setup-list"><header><Title parts={[t("history.title"), t("title")]} /><h1>{t("history.title")}</h1></header><Revisions /></section>;
}

/** The changes that were published, of one item where it is named, each with its way back. */
export function Revisions({ item }: { item?: { kind: string; name: string } }) {
  const { t } = useTranslation("setup");
  const { data, error, refetch } = useQuery(revisionsQuery(item));
  if (error) return <Failure cause={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Waiting />;
  if (data.length === 0) return <State title={t("history.none")} />;
  return <ol className="setup-revisions">{data.map((each) => <RevisionLine key={each.number} revision={each} {...(item && { item })} />)}</ol>;
}

function RevisionLine({ revision, item }: { revision: Revision; item?: { kind: string; name: string } }) {
  const words = useKindWords();
  const called = useTitles();
  const { t, i18n } = useTranslation("setup");
  const [open, setOpen] = useState(false);
  const first = revision.changes[0];
  const message = revisionMessage(revision.message, usePackageTitle());
  return (
    <li>
      <button type="button" aria-expanded={open} aria-label={t("history.show", { number: revision.number })} onClick={() => setOpen(!open)}>
        <Icon name={open ? "chevron_down" : "chevron_right"} size={14} />
        <span className="numeric quiet">{revision.number}</span>
        <strong className="clip">{(typeof message === "string" ? message : t(message.word, { names: message.names.join(t("discard.comma")) })) || t("history.noMessage")}</strong>
        <span className="clip quiet">{revision.changes.length === 1 && first ? `${words.one(first.kind)} ${called(first.kind, first.name)}` : t("history.items", { count: revision.changes.length })}</span>
        <span className="clip quiet">{revision.author !== null && <Author id={revision.author} />}</span>
        <time className="quiet numeric" dateTime={revision.at}>{momentText(revision.at, i18n.language)}</time>
      </button>
      {open && <Detail number={revision.number} {...(item && { item })} />}
    </li>
  );
}

/** Who does what nobody asked for, such as installing at the command line. */
const SYSTEM = "system";

/** Who made a change, for those who may read people. */
function Author({ id }: { id: string }) {
  const { t } = useTranslation("setup");
  const { data } = useQuery({
    queryKey: [...recordsKey("user"), "author", id], retry: false,
    queryFn: async ({ signal }) => (await listRecords("user", { fields: ["name", "login"], filter: `id = ${quoted(id)}`, limit: 1 }, signal)).data[0] ?? null,
  });
  return <>{data?.["login"] === SYSTEM ? t("history.system") : String(data?.["name"] ?? "")}</>;
}

function Detail({ number, item }: { number: number; item?: { kind: string; name: string } }) {
  const { t, i18n } = useTranslation("setup");
  const called = useTitles();
  const { data, error } = useQuery(revisionQuery(number, i18n.language));
  if (error) return <Failure cause={error} />;
  if (data === undefined) return null;
  const shown = data.changes.filter((change) => item === undefined || (change.kind === item.kind && change.name === item.name));
  return (
    <div className="setup-detail">
      {shown.map((change) => (
        <section key={`${change.kind}/${change.name}/${change.package}`}>
          <Changes documents={[change.after, change.before].filter(isBody)} changes={data.differences.filter((each) => each.kind === change.kind && each.name === change.name && each.package === change.package)} />
          <details>
            <summary>{t("history.documents")}</summary>
            <Difference before={change.before ?? null} after={change.after ?? null} />
          </details>
          {data.changes.length > 1 && <Undo number={number} item={{ kind: change.kind, name: change.name }} label={t("history.undoItem", { name: called(change.kind, change.name) })} />}
        </section>
      ))}
      {(item === undefined || data.changes.length === 1) && <Undo number={number} item={{}} label={t("history.undo")} />}
    </div>
  );
}

/** Two states of a document, line by line. */
function Difference({ before, after }: { before: Body | null; after: Body | null }) {
  const lines = differing(before === null ? [] : JSON.stringify(before, null, 2).split("\n"), after === null ? [] : JSON.stringify(after, null, 2).split("\n"));
  return <pre className="setup-diff">{lines.map(({ sign, text }, at) => <span key={at} data-sign={sign}>{`${sign} ${text}\n`}</span>)}</pre>;
}
