import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useNavigate, useParams, useSearchParams } from "react-router";

import { layoutOf } from "../../core/choices";
import { nameOf } from "../../core/finding";
import { holds, type Draft } from "../../core/judging";
import { placeOfWords } from "../../core/mentions";
import { fieldOf, may, objectQuery, type Component, type ObjectMeta, type Tab } from "../../core/metadata";
import { noteVisit } from "../../core/recent";
import type { RecordRow } from "../../core/records";
import { useMe } from "../../core/session";
import { useShortcuts } from "../../core/shortcuts";
import { ExtensionPanel } from "../../extend/ExtensionPanel";
import { kindOf } from "../../fields/registry";
import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { Title } from "../../widgets/Title";
import { Waiting } from "../../widgets/Waiting";
import { FORMS } from "../../words/forms";
import { RECORDS } from "../../words/records";
import { teach } from "../../words/resources";
import { isBlank } from "../form/places";
import { Buttons } from "./Buttons";
import { History } from "./History";
import { Path } from "./Path";
import { Related } from "./Related";
import { Sections } from "./Sections";
import { Tabs } from "./Tabs";
import { Timeline } from "./Timeline";
import { useRecord } from "./useRecord";
import "../form/form.css";

import "./record.css";

teach(FORMS);
teach(RECORDS);

/** A record on the page that its layout draws. */
export function RecordPage() {
  const { object: name = "", id = "" } = useParams();
  const described = useQuery(objectQuery(name));
  const object = described.data;
  const record = useRecord(described.error ? undefined : object, id);
  if (described.error) return <Failure whole cause={described.error} known={object?.label} onRetry={() => void described.refetch()} />;
  const cause = record.error;
  if (cause) return <Failure whole cause={cause} onRetry={() => void record.refetch()} />;
  if (object === undefined || record.data === undefined) return <Waiting headed />;
  const place = placeOfWords(object.name, id, record.data.data, false);
  if (place !== null) return <Navigate to={place} replace />;
  return <Page key={id} described={object} row={record.data.data} rights={record.data.rights} />;
}

const whole = () => true;

function Page({ described, row, rights }: { described: ObjectMeta; row: RecordRow; rights: readonly string[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const { data: person = null } = useMe();
  const object = useMemo((): ObjectMeta => ({ ...described, rights }), [described, rights]); // nothing is offered that this record refuses
  useEffect(() => {
    if (person) noteVisit(person.id, { object: object.name, id: row.id });
  }, [person, object.name, row.id]);
  useShortcuts(may(object, "update") ? { e: () => void navigate(`/o/${object.name}/${row.id}/edit`) } : {});
  const draft = useMemo((): Draft => ({ object, values: row, before: row, person, whole }), [object, row, person]);
  const tabs = (layoutOf(object, row)?.tabs ?? []).filter((tab) => holds(tab.visible_when, draft) !== false);
  const leaves = tabs.map((tab) => ({ name: tab.name, label: tab.label, content: <TabContent draft={draft} row={row} tab={tab} /> }));
  const part = search.get("part"); // an address may name a part instead of the tab that has it
  const open = search.get("tab") ?? tabs.find(({ components }) => components.some(({ component }) => component === part || (part === "timeline" && component === "comments")))?.name ?? null;
  return (
    <article className="record">
      <Title parts={[nameOf(object, row), object.label]} />
      <Head draft={draft} row={row} locked={may(described, "update") && !may(object, "update")} />
      <Path draft={draft} row={row} />
      <Tabs label={t("record.tabs")} leaves={leaves} open={open} onOpen={(tab) => setSearch(tab === leaves[0]?.name ? {} : { tab }, { replace: true })} />
    </article>
  );
}

function Head({ draft, row, locked }: { draft: Draft; row: RecordRow; locked: boolean }) {
  const { t } = useTranslation();
  const { object } = draft;
  const facts = (layoutOf(object, row)?.highlights ?? []).flatMap((name) => fieldOf(object, name) ?? []);
  return (
    <header className="record-head">
      <div className="record-title">
        <Link to={`/o/${object.name}`} className="quiet"><Icon name={object.icon} />{object.plural}</Link>
        {locked && <span className="record-locked quiet" title={t("record.readOnlyHint")}><Icon name="lock" size={13} />{t("record.readOnly")}</span>}
        <h1>{nameOf(object, row)}</h1>
      </div>
      <Buttons draft={draft} row={row} />
      {facts.length > 0 && (
        <dl className="key-facts" aria-label={t("record.keyFacts")}>
          {facts.map((field) => {
            const { Display } = kindOf(field);
            return (
              <div key={field.name}>
                <dt>{field.label}</dt>
                <dd>{isBlank(row[field.name]) ? <span className="quiet">–</span> : <Display field={field} value={row[field.name]} row={row} dense />}</dd>
              </div>
            );
          })}
        </dl>
      )}
    </header>
  );
}

function TabContent({ draft, row, tab }: { draft: Draft; row: RecordRow; tab: Tab }) {
  return (
    <>
      <Sections draft={draft} row={row} sections={tab.sections} />
      {tab.related.filter((list) => holds(list.visible_when, draft) !== false).map((list) => <Related key={list.relation} parent={draft.object} row={row} list={list} />)}
      {tab.components.filter((part) => holds(part.visible_when, draft) !== false).map((part) => <Part key={part.name} object={draft.object} row={row} part={part} />)}
    </>
  );
}

function Part({ object, row, part }: { object: ObjectMeta; row: RecordRow; part: Component }) {
  if (part.component === "history") return <History object={object} id={row.id} />;
  if (part.component === "timeline") return <Timeline object={object} row={row} />;
  if (part.component === "comments") return <Timeline object={object} row={row} only="comment" />;
  return (
    <section className="related" aria-label={part.label}>
      <header><h2>{part.label}</h2></header>
      <ExtensionPanel name={part.component} place={{ object: object.name, id: row.id, record: row }} />
    </section>
  );
}
