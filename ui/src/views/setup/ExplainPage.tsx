import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { explainAccess, textOf, titleOf, useItems, type Explanation } from "./api";
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
        <TextInput label={t("explain.user")} value={form["user"] ?? ""} onChange={set("user")} autoComplete="off" />
        <NativeSelect label={t("explain.action")} value={form["action"] ?? ""} onChange={set("action")} data={ACTIONS.map((value) => ({ value, label: worded("right", value) }))} />
        <NativeSelect
          label={t("explain.object")} value={form["object"] ?? ""} onChange={set("object")} required withAsterisk={false}
          data={[{ value: "", label: t("form.unset") }, ...items.map((item) => ({ value: item.name, label: titleOf(item, i18n.language) }))]}
        />
        <TextInput label={t("explain.record")} value={form["id"] ?? ""} onChange={set("id")} />
        <TextInput label={t("explain.field")} value={form["field"] ?? ""} onChange={set("field")} />
        <Button type="submit" size="sm">{t("explain.ask")}</Button>
      </form>
      {found.error && <Failure cause={found.error} />}
      {found.data && <Verdict told={found.data} />}
    </section>
  );
}

function Verdict({ told }: { told: Explanation }) {
  const { t } = useTranslation("setup");
  return (
    <section className="setup-verdict" data-allowed={told.allowed} role="status">
      <h2><Icon name={told.allowed ? "check" : "x"} />{t(told.allowed ? "explain.allowed" : "explain.denied")}{told.masked && <span className="setup-mark">{t("explain.masked")}</span>}</h2>
      <ol>
        {told.steps.map((step, at) => {
          const role = textOf(step.params["role"]);
          return (
            <li key={at} data-effect={step.effect}>
              <Icon name={SIGNS[step.effect]} size={14} /><span className="setup-kind">{worded("place", step.place)}</span>
              <span>{step.message}</span>
              {role !== "" && <Link to={`/setup/role/${role}`}>{t("explain.role", { name: role })}</Link>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
