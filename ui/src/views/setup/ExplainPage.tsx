import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { objectQuery } from "../../core/metadata";
import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { explainAccess, textOf, titleOf, useItems, type Explanation } from "./api";
import { usePeople } from "./usePeople";
import { useTitles } from "./useTitles";
import { worded } from "./words";

const ACTIONS = ["read", "create", "update", "delete", "export", "import", "share", "transfer", "merge", "unmask"];
const ASKED = ["user", "action", "object", "id", "field"] as const;
const SIGNS = { allow: "check", deny: "x", none: "dots" } as const;

/** Why somebody may or may not do something: the verdict and every step to it. The question stands in the address. */
export function ExplainPage() {
  const { t, i18n } = useTranslation("setup");
  const [asked, ask] = useSearchParams();
  const { items } = useItems("object");
  const [form, setForm] = useState(() => Object.fromEntries(ASKED.map((key) => [key, asked.get(key) ?? (key === "action" ? "read" : "")])));
  const set = (key: string) => (event: { currentTarget: { value: string } }) => setForm({ ...form, [key]: event.currentTarget.value });
  const query = Object.fromEntries(ASKED.map((key) => [key, asked.get(key) ?? undefined]));
  const found = useQuery({
    queryKey: ["explain", asked.toString(), i18n.language], enabled: asked.has("object"), retry: false, queryFn: ({ signal }) => explainAccess(query, signal),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask(Object.fromEntries(Object.entries(form).map(([key, value]) => [key, value.trim()] as const).filter(([, value]) => value !== "")));
  };
  return (
    <section className="setup-list">
      <header><h1>{t("explain.title")}</h1></header>
      <p className="quiet">{t("explain.lead")}</p>
      <form className="setup-ask" onSubmit={submit}>
        <TextInput label={t("explain.user")} value={form["user"] ?? ""} onChange={set("user")} autoComplete="off" list="explain-people" />
        <People find={form["user"] ?? ""} />
        <NativeSelect label={t("explain.action")} value={form["action"] ?? ""} onChange={set("action")} data={ACTIONS.map((value) => ({ value, label: worded("right", value) }))} />
        <NativeSelect
          label={t("explain.object")} value={form["object"] ?? ""} onChange={set("object")} required withAsterisk={false}
          data={[{ value: "", label: t("form.unset") }, ...items.map((item) => ({ value: item.name, label: titleOf(item, i18n.language) }))]}
        />
        <TextInput label={t("explain.record")} value={form["id"] ?? ""} onChange={set("id")} />
        <TextInput label={t("explain.field")} value={form["field"] ?? ""} onChange={set("field")} autoComplete="off" list="explain-fields" />
        {form["object"] && <Fields object={form["object"]} />}
        <Button type="submit" size="sm">{t("explain.ask")}</Button>
      </form>
      {found.error && <Failure cause={found.error} />}
      {found.data && <Verdict told={found.data} />}
    </section>
  );
}

/** Whom one may mean, by sign-in name. */
function People({ find }: { find: string }) {
  const { data } = usePeople(find, "active");
  return <datalist id="explain-people">{data?.data.map((person) => <option key={person.id} value={String(person["login"])}>{String(person["name"])}</option>)}</datalist>;
}

/** The fields of an object by their names. */
function Fields({ object }: { object: string }) {
  const { data } = useQuery(objectQuery(object));
  return <datalist id="explain-fields">{data?.fields.map((field) => <option key={field.name} value={field.name}>{field.label}</option>)}</datalist>;
}

/** A sentence in which names of metadata and conditions stand between backticks, as code. */
const coded = (sentence: string): ReactNode => sentence.split("`").map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part));

function Verdict({ told }: { told: Explanation }) {
  const { t } = useTranslation("setup");
  const titleOf = useTitles();
  return (
    <section className="setup-verdict" data-allowed={told.allowed} role="status">
      <h2><Icon name={told.allowed ? "check" : "x"} />{t(told.allowed ? "explain.allowed" : "explain.denied")}{told.masked && <span className="setup-mark">{t("explain.masked")}</span>}</h2>
      <ol>
        {told.steps.map((step, at) => {
          const role = textOf(step.params["role"]);
          return (
            <li key={at} data-effect={step.effect}>
              <Icon name={SIGNS[step.effect]} size={14} /><span className="setup-kind">{worded("place", step.place)}</span>
              <span>{coded(step.message)}</span>
              {role !== "" && <Link to={`/setup/role/${role}`}>{t("explain.role", { name: titleOf("role", role) })}</Link>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
