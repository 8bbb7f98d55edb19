import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Icon } from "../../widgets/Icon";
import { useQueries, useQuery } from "@tanstack/react-query";
import { draftsQuery, isBody, isList, itemQuery, labelOf, textOf, titleOf, type Body, type Change, type Effect, type Json } from "./api";
import { coded } from "./coded";
import { useTitles } from "./useTitles";
import { inOrder, PAGELESS, useKindWords } from "./kinds";
import { holding, placed, shortly, tellingAt, type Telling } from "./telling";
import { useCalled } from "./useCalled";
import { worded } from "./words";

/** The items as they are published that changes are within, by whose labels their places are told. */
function usePublished(changes: readonly Change[]): (kind: string, name: string) => readonly Body[] {
  const within = [...new Map(changes.filter(({ kind, path }) => path.length > 0 && !PAGELESS.has(kind)).map(({ kind, name }) => [`${kind}/${name}`, { kind, name }])).values()];
  const read = useQueries({ queries: within.map(({ kind, name }) => itemQuery(kind, name)) });
  return (kind, name) => read.flatMap(({ data }) => (data?.kind === kind && data.name === name ? [data.body] : []));
}

/** What a plan does, item by item, in words; with the documents as they were and will be, where they are no drafts. */
export function Changes({ changes, documents = [] }: { changes: readonly Change[]; documents?: readonly Body[] }) {
  const drafts = useQuery(draftsQuery()).data ?? [];
  const published = usePublished(changes);
  const documentsOf = (kind: string, name: string) => [...documents, ...drafts.flatMap((draft) => (draft.kind === kind && draft.name === name && draft.item !== null ? [draft.item] : [])), ...published(kind, name)];
  const { objectOf, called, behind } = useCalled(changes, ({ kind, name }) => [...documentsOf(kind, name), ...changes.flatMap((each) => (each.kind === kind && each.name === name ? [each.after, each.before] : []))]);
  const { i18n } = useTranslation();
  const titles = useTitles();
  const words = useKindWords(changes);
  const titled = (kind: string, name: string, found: readonly Change[]) =>
    kind === "kind" ? words.kind(name) : kind === "plugin" ? packageTitle(name, found, i18n.language) : titles(kind, name);
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const place = `${change.kind}/${change.name}`;
    groups.set(place, [...(groups.get(place) ?? []), change]);
  }
  return (
    <ul className="setup-plan">
      {inOrder([...groups], ([place]) => place.split("/")[0] ?? "").map(([place, found]) => {
        const [kind = "", name = ""] = place.split("/");
        const title = titled(kind, name, found);
        return (
          <li key={place}>
            <h3><span className="setup-kind">{words.one(kind)}</span>{PAGELESS.has(kind) ? title : <Link to={`/setup/${place}`}>{title}</Link>}{title !== name && <code className="quiet">{name}</code>}</h3>
            <ul>{found.map((change, at) => <ChangeLine key={at} change={change} documents={documentsOf(kind, name)} telling={{ ...words.telling(kind), called, behind, object: objectOf(change) }} />)}</ul>
          </li>
        );
      })}
    </ul>
  );
}

/** What a package is called, of which nothing but its change may be known. */
const packageTitle = (name: string, changes: readonly Change[], language: string): string => {
  const told = changes.flatMap(({ after, before }) => [after, before]).filter(isBody).find((body) => labelOf(body) !== null);
  return titleOf({ name, label: labelOf(told) }, language);
};

function ChangeLine({ change, documents, telling }: { change: Change; documents: readonly Body[]; telling: Telling }) {
  const { t } = useTranslation("setup");
  const whole = change.path.length === 0;
  const here = tellingAt(change.path, documents, telling);
  const step = change.path.at(-1);
  const said = (value: Json) => {
    if (step === "type" && typeof value === "string") return worded("type", value);
    if (step !== "order" || !isList(value)) return shortly(value, here);
    return value.map((entry) => placed([...change.path.slice(0, -1), textOf(entry)], documents, telling, []).at(-1) ?? "").join(t("discard.comma"));
  };
  return (
    <li data-action={change.action} data-loses={change.destructive || undefined}>
      <span className="setup-action">{t(`change.${change.action}`)}</span>
      <span className="setup-path">{placed(change.path, documents, telling, [change.after, change.before]).join(" › ")}</span>
      {!whole && change.action !== "remove" && change.action !== "add" && <span className="setup-value"><del>{said(change.before)}</del> → <ins>{said(change.after)}</ins></span>}
      {!whole && change.action === "add" && <span className="setup-value"><ins>{said(change.after)}</ins></span>}
      {whole && change.action === "add" && isBody(change.after) && !PAGELESS.has(change.kind) && <ul className="setup-holds">{holding(change.after, telling).map((told) => <li key={told}>{told}</li>)}</ul>}
      {change.destructive && <span className="setup-loses"><Icon name="warning" size={13} />{t("tray.loses")}</span>}
      {change.effects.map((effect, at) => <Consequence key={at} effect={effect} />)}
      {change.lock.class !== "none" && <p className="setup-lock">{change.lock.message}</p>}
    </li>
  );
}

/** What a change means for data, with records that it is about. */
function Consequence({ effect }: { effect: Effect }) {
  const { t } = useTranslation("setup");
  const words = useKindWords();
  const titles = useTitles();
  const named = (ref: string, kind: string, name: string) => (titles(kind, name) === name ? ref : `${words.one(kind)} ${titles(kind, name)}`);
  const message = effect.code === "rewrites" ? effect.message.replace(/([a-z_]+)\/([a-z0-9_]+)/g, named) : effect.message;
  return (
    <>
      <p>{coded(message)}</p>
      {effect.examples.length > 0 && (
        <ul className="setup-examples" aria-label={t("tray.examples")}>
          {effect.examples.map(({ object, id, name, value }) => (
            <li key={id}><Link to={`/o/${object}/${id}`} target="_blank">{name}</Link>{value !== null && value !== name && <span className="quiet">{value}</span>}</li>
          ))}
        </ul>
      )}
    </>
  );
}
