import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { memo, useDeferredValue, useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Failure } from "../../../widgets/Failure";
import { Icon } from "../../../widgets/Icon";
import { State } from "../../../widgets/State";
import { bodiesOf, draftsQuery, itemQuery, textOf, textsQuery, vocabularyQuery, type Body } from "../api";
import { sentenceOf } from "../findings";
import { useKindWords } from "../kinds";
import { withValue } from "../schema";
import type { Surrounding } from "../form/around";
import { useChoices } from "../states/values";
import { amendDraft } from "../useDraft";
import { useTitles } from "../useTitles";
import { usePackageTitle } from "../plugins/usePackageTitle";
import { found, groupsOf, isMissing, languageName, languages, missingIn, packagesOf, placeOf, progressOf, strays, textsIn, withText, type Group, type Line } from "./texts";
import "./texts.css";

interface EditorProps {
  name: string;
  item: Body;
  around: Surrounding;
  onChange: (item: Body) => void;
}

/** A translation: every text that people read, beside what is said of it in the language. */
export function TextsEditor({ name, item, around, onChange }: EditorProps) {
  const { t, i18n } = useTranslation("setup");
  const language = textOf(item["language"]);
  const choose = (next: string) => onChange(withValue(item, "language", next || undefined));
  const fault = around.findings.find(({ path }) => path === `translation/${name}/language`);
  return (
    <section className="texts">
      <NativeSelect
        className="texts-language" label={t("texts.language")} value={language} error={language !== "" && fault ? sentenceOf(fault) : undefined} onChange={(event) => choose(event.currentTarget.value)}
        data={[...(language === "" ? [{ value: "", label: t("texts.choose") }] : []), ...languages(i18n.language, language)]}
      />
      {language === "" ? <State title={t("texts.chooseTitle")} hint={t("texts.chooseHint")} icon={<Icon name="book" />} /> : <Texts key={language} name={name} language={language} item={item} around={around} onChange={onChange} />}
    </section>
  );
}

function Texts({ name, language, item, around, onChange }: EditorProps & { language: string }) {
  const { t, i18n } = useTranslation("setup");
  const { data, error, refetch } = useQuery(textsQuery(language));
  const [of, setOf] = useState("");
  const [find, setFind] = useState("");
  const [among, setAmong] = useState<ReadonlySet<string> | null>(null); // what was missing when one asked for it: it stays while one types
  const words = useDeferredValue(find);
  const entries = bodiesOf(item["texts"]);
  const from = i18n.language === "zh" ? "zh" : "en";
  const packageTitle = usePackageTitle();
  const asked = { translation: name, language, from, package: of } as const;
  const texts = useMemo(() => textsIn(bodiesOf(item["texts"])), [item]);
  const groups = useMemo(() => groupsOf(data ?? [], texts, { translation: name, language, from, package: of }), [data, texts, name, language, from, of]);
  const present = useRef({ item, onChange });
  useEffect(() => { present.current = { item, onChange }; });
  const [say] = useState(() => (place: string, text: string) => {
    const { item: now, onChange: tell } = present.current;
    tell({ ...now, texts: withText(bodiesOf(now["texts"]), place, text) });
  });
  if (error) return <Failure cause={error} onRetry={() => void refetch()} />;
  if (data === undefined) return null;
  const shown = found(groups, words, among);
  const { done, all } = progressOf(groups);
  const gone = strays(entries, data);
  const only = (on: boolean, within = groups) => setAmong(on ? missingIn(within) : null);
  const narrow = (next: string) => {
    setOf(next);
    only(among !== null, groupsOf(data, texts, { ...asked, package: next }));
  };
  return (
    <>
      <Unread language={language} />
      <div className="texts-bar">
        <NativeSelect label={t("texts.package")} value={of} onChange={(event) => narrow(event.currentTarget.value)} data={[{ value: "", label: t("texts.packages") }, ...packagesOf(data).map((each) => ({ value: each.name, label: `${each.name === "workspace" ? t("texts.own") : packageTitle(each.name)} (${each.count})` }))]} />
        <TextInput type="search" aria-label={t("texts.find")} placeholder={t("texts.find")} value={find} onChange={(event) => setFind(event.currentTarget.value)} leftSection={<Icon name="search" size={14} />} />
        <Checkbox label={t("texts.missing")} checked={among !== null} onChange={(event) => only(event.currentTarget.checked)} />
      </div>
      <div className="texts-progress">
        <progress aria-label={t("texts.progress", { done, all })} max={all} value={done} />
        <span role="status" className="numeric">{t("texts.progress", { done, all })}{done < all && <span className="quiet"> · {t("texts.lacking", { count: all - done })}</span>}</span>
      </div>
      <p className="quiet texts-hint">{t("texts.hint")}</p>
      {shown.length === 0 && <State title={t(among !== null && words === "" ? "texts.done" : "texts.none")} hint={t("texts.noneHint")} icon={<Icon name={among !== null && words === "" ? "check" : "search"} />} />}
      {shown.map((group) => <Item key={`${group.kind}/${group.name}`} group={group} language={language} around={around} translation={name} onSay={say} />)}
      {gone.length > 0 && (
        <section className="texts-item" aria-label={t("texts.strays")}>
          <h2>{t("texts.strays")}</h2>
          <ul>{gone.map((entry) => <li key={textOf(entry["item"])} className="texts-line"><code className="clip quiet">{textOf(entry["item"])}</code><span lang={language}>{textOf(entry["text"])}</span></li>)}</ul>
          <button type="button" className="texts-drop" onClick={() => onChange({ ...item, texts: entries.filter((entry) => !gone.includes(entry)) })}>{t("texts.dropStrays")}</button>
        </section>
      )}
    </>
  );
}

/** That nobody can have the language yet, and the way to let people have it. */
function Unread({ language }: { language: string }) {
  const { t, i18n } = useTranslation("setup");
  const client = useQueryClient();
  const known = useChoices("language");
  const title = useTitles()("picklist", "language");
  const published = useQuery(itemQuery("picklist", "language")).data ?? null;
  const draft = (useQuery(draftsQuery()).data ?? []).find(({ kind, name }) => kind === "picklist" && name === "language") ?? null;
  const list = draft === null ? published?.body : draft.item;
  if (known.length === 0 || known.some(({ name }) => name === language)) return null;
  const value = { name: language, label: { en: languageName("en", language), zh: languageName("zh", language) } };
  const add = (to: Body) => amendDraft(client, published, draft, { ...to, values: [...bodiesOf(to["values"]), value] });
  return (
    <p className="setup-note quiet">
      <Icon name="info" size={14} /><span>{t("texts.others")} <Link to="/setup/picklist/language">{title}</Link></span>
      {list && <Button variant="default" size="compact-sm" onClick={() => add(list)}>{t("texts.addLanguage", { language: languageName(i18n.language, language) })}</Button>}
    </p>
  );
}

interface ItemProps {
  group: Group;
  language: string;
  translation: string;
  around: Surrounding;
  onSay: (item: string, text: string) => void;
}

function Item({ group, language, translation, around, onSay }: ItemProps) {
  const { t, i18n } = useTranslation("setup");
  const words = useKindWords();
  const schema = useQuery(vocabularyQuery()).data?.kinds.find(({ name }) => name === group.kind)?.schema;
  const missing = group.lines.filter(isMissing).length;
  const called = useMemo(() => new Intl.DisplayNames([i18n.language], { type: "language", fallback: "code" }).of(language) ?? language, [i18n.language, language]);
  const faults = (line: Line) => around.findings.filter(({ path }) => path.startsWith(`translation/${translation}/texts/${line.item}/`)).map(sentenceOf).join(" ");
  return (
    <section className="texts-item" aria-label={group.title}>
      <h2>
        <Link to={`/setup/${group.kind}/${group.name}`}>{group.title}</Link>
        <span className="setup-kind">{words.one(group.kind)}</span>
        {missing > 0 && <span className="quiet numeric">{t("texts.lacking", { count: missing })}</span>}
      </h2>
      <ul>{group.lines.map((line) => <Said key={line.item} item={line.item} place={placeOf(line.path, schema, (key) => words.key(group.kind, key), group.labels)} source={line.source} text={line.text} otherwise={line.otherwise} language={language} called={called} fault={faults(line)} onSay={onSay} />)}</ul>
    </section>
  );
}

interface SaidProps {
  item: string;
  place: string;
  source: string;
  text: string;
  otherwise: string | null;
  language: string;
  called: string;
  fault: string;
  onSay: (item: string, text: string) => void;
}

const BOX = "texts-box";

/** One text and its box; a thousand of them stand on a page, and only the one that is typed in is drawn anew. */
const Said = memo(function Said({ item, place, source, text, otherwise, language, called, fault, onSay }: SaidProps) {
  const { t } = useTranslation("setup");
  return (
    <li className="texts-line" data-missing={(text === "" && otherwise === null) || undefined}>
      <span className="texts-source"><span className="quiet texts-place">{place}</span>{source}</span>
      <span>
        <textarea
          className={BOX} rows={1} lang={language} dir="auto" maxLength={500} value={text} placeholder={otherwise ?? undefined} aria-label={t("texts.box", { text: source, place, language: called })} aria-invalid={fault !== "" || undefined}
          onChange={(event) => onSay(item, event.currentTarget.value.replaceAll("\n", " "))} onKeyDown={step}
        />
        {fault !== "" && <span className="setup-fault">{fault}</span>}
      </span>
    </li>
  );
});

/** Enter leads to the next box, with Shift to the one before; not while a word is being composed. */
function step(event: KeyboardEvent<HTMLTextAreaElement>) {
  if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
  event.preventDefault();
  const boxes = [...document.querySelectorAll<HTMLTextAreaElement>(`.${BOX}`)];
  const next = boxes[boxes.indexOf(event.currentTarget) + (event.shiftKey ? -1 : 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}
