import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { objectQuery, objectsQuery } from "../../core/metadata";
import { quoted } from "../../core/operator";
import { PEOPLE } from "../../core/passwords";
import { listRecords, recordsKey, type Reference } from "../../core/records";
import { RecordPicker } from "../../fields/picker";
import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { explainAccess, itemsQuery, titleOf, vocabularyQuery, type Explanation } from "./api";
import { coded } from "./coded";
import { waysOf, type Asked } from "./explainWays";
import { Title } from "../../widgets/Title";
import { useTitles } from "./useTitles";
import { choiceWord, worded } from "./words";

const RIGHTS = ["read", "create", "update", "delete", "export", "import", "share", "transfer", "merge", "unmask", "set_any_state"];
/** The object under which the rights on the workspace itself are asked for. */
const WORKSPACE = "system";
const ASKED = ["user", "action", "object", "id", "field"] as const;
const SIGNS = { allow: "check", deny: "x", none: "dots" } as const;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Question = Readonly<Record<(typeof ASKED)[number], string>>;

/** Why somebody may or may not do something: the verdict and every step to it. The question stands in the address. */
export function ExplainPage() {
  const { t, i18n } = useTranslation("setup");
  const [asked, ask] = useSearchParams();
  const question = Object.fromEntries(ASKED.map((key) => [key, asked.get(key) ?? (key === "action" ? "read" : "")])) as Question;
  const person = usePerson(question.user);
  const found = useQuery({
    queryKey: ["explain", asked.toString(), i18n.language], enabled: question.object !== "", retry: false,
    queryFn: ({ signal }) => explainAccess(said(question), signal),
  });
  return (
    <section className="setup-list">
      <header><Title parts={[t("explain.title"), t("title")]} /><h1>{t("explain.title")}</h1></header>
      <p className="quiet">{t("explain.lead")}</p>
      {!person.pending && <Ask key={asked.toString()} question={question} person={person.known} onAsk={(next) => ask(said(next))} />}
      {found.error && <Failure cause={found.error} />}
      {found.data && <Verdict told={found.data} asked={{ object: question.object, record: question.id || undefined, person: person.known?.id }} />}
    </section>
  );
}

/** What of a question is said. */
const said = (question: Question): Record<string, string> => Object.fromEntries(Object.entries(question).filter(([, value]) => value !== ""));

/** The person whom an address names by id or by sign-in name. */
function usePerson(user: string): { known: Reference | null; pending: boolean } {
  const { data, isPending } = useQuery({
    queryKey: [...recordsKey(PEOPLE), "asked", user], enabled: user !== "", retry: false,
    queryFn: ({ signal }) => listRecords(PEOPLE, { fields: ["id", "name"], filter: `${ID.test(user) ? "id" : "login"} = ${quoted(user)}`, limit: 1 }, signal),
  });
  return { known: data?.data[0] ?? null, pending: user !== "" && isPending };
}

function Ask({ question, person, onAsk }: { question: Question; person: Reference | null; onAsk: (question: Question) => void }) {
  const { t } = useTranslation("setup");
  const objects = useQuery(objectsQuery()).data ?? [];
  const [form, setForm] = useState({ ...question, user: question.user && (person?.id ?? question.user) });
  const [who, setWho] = useState(person);
  const [record, setRecord] = useState<Reference | null>(null);
  const { data: object } = useQuery({ ...objectQuery(form.object), enabled: form.object !== "" && form.object !== WORKSPACE });
  const actions = useActions(form.object);
  const whole = form.object === "" || form.object === WORKSPACE;
  const named = useRecord(form.object, record === null ? form.id : "", object?.name_field);
  const put = (part: Partial<Question>) => setForm({ ...form, ...part });
  const set = (key: "action" | "field") => (event: { currentTarget: { value: string } }) => put({ [key]: event.currentTarget.value });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAsk(form);
  };
  return (
    <form className="setup-ask" onSubmit={submit}>
      <RecordPicker
        target={PEOPLE} by="login" creates={false} value={who} frame={{ label: t("explain.user") }}
        onChoose={(chosen) => { setWho(chosen); put({ user: chosen?.id ?? "" }); }}
      />
      <NativeSelect
        label={t("explain.object")} value={form.object} required withAsterisk={false}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          setRecord(null);
          put({ object: chosen, action: chosen === WORKSPACE ? "setup" : "read", id: "", field: "" });
        }}
        data={[
          { value: "", label: t("form.unset") }, { value: WORKSPACE, label: t("explain.workspace") },
          { group: t("kind.object"), items: objects.map(({ name, label }) => ({ value: name, label })) },
        ]}
      />
      <NativeSelect label={t("explain.action")} value={form.action} onChange={set("action")} data={actions} />
      {whole
        ? <TextInput label={t("explain.record")} disabled />
        : (
          <RecordPicker
            key={form.object} target={form.object} creates={false} value={record ?? named} frame={{ label: t("explain.record") }}
            onChoose={(chosen) => { setRecord(chosen); put({ id: chosen?.id ?? "" }); }}
          />
        )}
      <NativeSelect
        label={t("explain.field")} value={form.field} disabled={whole} onChange={set("field")}
        data={[{ value: "", label: t("form.unset") }, ...(object?.fields ?? []).map(({ name, label }) => ({ value: name, label }))]}
      />
      <Button type="submit" size="sm">{t("explain.ask")}</Button>
    </form>
  );
}

/** What may be asked of an object: the rights on it and its buttons; of the workspace, its own rights. */
function useActions(object: string) {
  const { t, i18n } = useTranslation("setup");
  const items = useQuery(itemsQuery()).data ?? [];
  const vocabulary = useQuery(vocabularyQuery()).data;
  if (object === WORKSPACE) {
    const known = vocabulary?.kinds.find(({ name }) => name === "role")?.schema.properties?.["system"]?.items?.enum ?? [];
    return known.map(String).filter((name) => name !== "*").map((value) => ({ value, label: choiceWord(value) }));
  }
  const rights = RIGHTS.map((value) => ({ value, label: worded("right", value) }));
  const buttons = items.filter((item) => item.kind === "action" && item.object === object).map((item) => ({ value: item.name, label: titleOf(item, i18n.language) }));
  return [{ group: t("item.objects"), items: rights }, ...(buttons.length > 0 ? [{ group: t("kind.action"), items: buttons }] : [])];
}

/** The record that an address names, with its name. */
function useRecord(object: string, id: string, name: string | null | undefined): Reference | null {
  const { data } = useQuery({
    queryKey: [...recordsKey(object), "asked", id], enabled: object !== "" && ID.test(id) && name !== undefined, retry: false,
    queryFn: ({ signal }) => listRecords(object, { fields: name ? ["id", name] : ["id"], filter: `id = ${quoted(id)}`, limit: 1 }, signal),
  });
  return data?.data[0] ?? null;
}

function Verdict({ told, asked }: { told: Explanation; asked: Asked }) {
  const { t, i18n } = useTranslation("setup");
  const naming = { items: useQuery(itemsQuery()).data ?? [], called: useTitles(), language: i18n.language };
  return (
    <section className="setup-verdict" data-allowed={told.allowed} role="status">
      <h2><Icon name={told.allowed ? "check" : "x"} />{t(told.allowed ? "explain.allowed" : "explain.denied")}{told.masked && <span className="setup-mark">{t("explain.masked")}</span>}</h2>
      <ol>
        {told.steps.map((step, at) => (
          <li key={at} data-effect={step.effect}>
            <Icon name={SIGNS[step.effect]} size={14} /><span className="setup-kind">{worded("place", step.place)}</span>
            <span className="setup-step">
              <span>{coded(step.message)}</span>
              {waysOf(step, asked, naming).map(({ to, word, name }) => <Link key={to} to={to}>{t(word, { name })}</Link>)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
