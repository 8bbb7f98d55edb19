import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { address } from "../../core/client";
import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { State } from "../../widgets/State";
import { Title } from "../../widgets/Title";
import { Waiting } from "../../widgets/Waiting";
import { dictionaryQuery, titleOf, type DictionaryEntry } from "./api";
import { useItems } from "./items";
import { useTitles } from "./useTitles";
import { worded } from "./words";

const MOST_ROLES = 4;

/** All objects and fields in one table, found by any word, and as files. */
export function DictionaryPage() {
  const { t } = useTranslation("setup");
  const { data, error, isPending, refetch } = useQuery(dictionaryQuery());
  const [find, setFind] = useState("");
  const words = useDeferredValue(find).trim().toLowerCase();
  if (error) return <Failure cause={error} onRetry={() => void refetch()} />;
  const shown = (data ?? []).filter((entry) => [entry.object, entry.object_en, entry.object_zh, entry.field, entry.en, entry.zh, entry.type, entry.of, entry.help_en, entry.help_zh].join(" ").toLowerCase().includes(words));
  const objects = new Map<string, DictionaryEntry[]>();
  for (const entry of shown) objects.set(entry.object, [...(objects.get(entry.object) ?? []), entry]);
  const file = (format: string, label: string) => (
    <Button component="a" variant="default" href={address("metadata/dictionary", { format })} download leftSection={<Icon name="download" size={14} />}>{label}</Button>
  );
  return (
    <section className="setup-list" aria-busy={isPending}>
      <header><Title parts={[t("dictionary.title"), t("title")]} /><h1>{t("dictionary.title")}</h1><span className="setup-acts">{file("csv", "CSV")}{file("markdown", "Markdown")}</span></header>
      <TextInput aria-label={t("dictionary.find")} placeholder={t("dictionary.find")} value={find} onChange={(event) => setFind(event.currentTarget.value)} leftSection={<Icon name="search" size={14} />} />
      {isPending && <Waiting />}
      {!isPending && shown.length === 0 && <State title={t("list.none")} icon={<Icon name="book" />} />}
      {[...objects].map(([name, entries]) => <ObjectTable key={name} name={name} entries={entries} />)}
    </section>
  );
}

function ObjectTable({ name, entries }: { name: string; entries: readonly DictionaryEntry[] }) {
  const { t, i18n } = useTranslation("setup");
  const zh = i18n.language === "zh";
  const title = (zh ? entries[0]?.object_zh : entries[0]?.object_en) ?? name;
  const titles = useTitles();
  const helpOf = (entry: DictionaryEntry) => (zh ? entry.help_zh : entry.help_en);
  const helped = entries.some((entry) => helpOf(entry) !== "");
  const targets = ({ type, of }: DictionaryEntry) => of.split(", ").map((each) => (each === "$roles" ? t("kind.role") : titles(type.endsWith("picklist") ? "picklist" : "object", each))).join(t("discard.comma"));
  return (
    <section>
      <h2 className="setup-heading"><Link to={`/setup/object/${name}`}>{title}</Link> <code className="quiet">{name}</code></h2>
      <div className="setup-matrix setup-dictionary" tabIndex={0} role="region" aria-label={title}>
        <table className="setup-differences">
          <thead><tr>{(["field", "type", ...(helped ? ["help"] as const : []), "readers"] as const).map((key) => <th key={key} scope="col">{t(`dictionary.${key}`)}</th>)}</tr></thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.field}>
                <th scope="row">{zh ? entry.zh : entry.en}{entry.required && <abbr title={t("key.required")}>*</abbr>}<br /><code className="quiet">{entry.field}</code></th>
                <td>{worded("type", entry.type)}{entry.of !== "" && <><br /><span className="quiet" title={entry.of}>{targets(entry)}</span></>}</td>
                {helped && <td className="setup-help">{helpOf(entry)}</td>}
                <td><Readers names={entry.readers} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Who reads a field: some roles by name, and how many more. */
function Readers({ names }: { names: readonly string[] }) {
  const { i18n } = useTranslation("setup");
  const { items } = useItems("role");
  const titles = names.map((name) => titleOf(items.find((item) => item.name === name) ?? { name }, i18n.language));
  return (
    <span title={titles.join(", ")}>
      {titles.slice(0, MOST_ROLES).map((title) => <span key={title} className="setup-mark">{title}</span>)}
      {titles.length > MOST_ROLES && <span className="setup-mark">+{titles.length - MOST_ROLES}</span>}
    </span>
  );
}
