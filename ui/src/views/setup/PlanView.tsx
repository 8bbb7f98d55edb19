import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Icon } from "../../widgets/Icon";
import { isBody, type Change, type Effect, type Json } from "./api";
import { coded } from "./coded";
import { useTitles } from "./useTitles";
import { PAGELESS, useKindWords } from "./kinds";
import { holding, schemaAt, shortly, type Telling } from "./telling";
import { worded } from "./words";

/** What a plan does, item by item, in words. */
export function Changes({ changes }: { changes: readonly Change[] }) {
  const titleOf = useTitles();
  const words = useKindWords(changes);
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const place = `${change.kind}/${change.name}`;
    groups.set(place, [...(groups.get(place) ?? []), change]);
  }
  return (
    <ul className="setup-plan">
      {[...groups].map(([place, found]) => {
        const [kind = "", name = ""] = place.split("/");
        const title = kind === "kind" ? words.kind(name) : titleOf(kind, name);
        return (
          <li key={place}>
            <h3><span className="setup-kind">{words.kind(kind)}</span>{PAGELESS.has(kind) ? title : <Link to={`/setup/${place}`}>{title}</Link>}{title !== name && <code className="quiet">{name}</code>}</h3>
            <ul>{found.map((change, at) => <ChangeLine key={at} change={change} telling={words.telling(kind)} />)}</ul>
          </li>
        );
      })}
    </ul>
  );
}

function ChangeLine({ change, telling }: { change: Change; telling: Telling }) {
  const { t } = useTranslation("setup");
  const whole = change.path.length === 0;
  const { say } = telling;
  const schema = schemaAt(telling.schema, change.path);
  const said = (value: Json) => (change.path.at(-1) === "type" && typeof value === "string" ? worded("type", value) : shortly(value, { ...telling, schema }));
  return (
    <li data-action={change.action} data-loses={change.destructive || undefined}>
      <span className="setup-action">{t(`change.${change.action}`)}</span>
      <span className="setup-path">{change.path.map((step, at) => (at % 2 === 0 || change.path.length === 1 ? say(step) : step)).join(" › ")}</span>
      {!whole && change.action !== "remove" && change.action !== "add" && <span className="setup-value"><del>{said(change.before)}</del> → <ins>{said(change.after)}</ins></span>}
      {!whole && change.action === "add" && <span className="setup-value"><ins>{said(change.after)}</ins></span>}
      {whole && change.action === "add" && isBody(change.after) && <ul className="setup-holds">{holding(change.after, telling).map((told) => <li key={told}>{told}</li>)}</ul>}
      {change.destructive && <span className="setup-loses"><Icon name="warning" size={13} />{t("tray.loses")}</span>}
      {change.effects.map((effect, at) => <Consequence key={at} effect={effect} />)}
      {change.lock.class !== "none" && <p className="setup-lock">{change.lock.message}</p>}
    </li>
  );
}

/** What a change means for data, with records that it is about. */
function Consequence({ effect }: { effect: Effect }) {
  const { t } = useTranslation("setup");
  return (
    <>
      <p>{coded(effect.message)}</p>
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
