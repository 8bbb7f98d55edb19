import { Button, Checkbox, Chip, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import { Icon } from "../../../widgets/Icon";
import { tellProblem } from "../../../widgets/telling";
import { Title } from "../../../widgets/Title";
import { draftsAnew, isBody, keepDraft, textOf, titleOf, type Label } from "../api";
import { useItems } from "../items";
import { freshName } from "../layout/parts";
import { isName } from "../schema";
import { useSuggestedName } from "../useSpelled";
import { inOwnOrder } from "../inOwnOrder";
import { documentsOf } from "./beginning";
import { TEMPLATES, type Template } from "./templates";
import "./start.css";

/** From an idea to something that people work with: what to begin with, and what was begun. */
export function StartPage() {
  const { t, i18n } = useTranslation("setup");
  const [chosen, choose] = useState<Template | null>(null);
  const { items } = useItems("object");
  const own = items.filter((item) => item.package === "workspace");
  const spoken = (label: Label) => titleOf({ name: "", label }, i18n.language);
  return (
    <section className="setup-list start">
      <header><Title parts={[t("start.title"), t("title")]} /><h1>{t("start.title")}</h1></header>
      <p className="quiet">{t("start.lead")}</p>
      <div className="start-templates" role="group" aria-label={t("start.templates")}>
        {TEMPLATES.map((template) => (
          <button key={template.id} type="button" className="start-template" aria-pressed={chosen?.id === template.id} onClick={() => choose(template)}>
            <span className="start-icon"><Icon name={template.icon} size={20} /></span>
            <strong>{spoken(template.label) || t("start.own")}</strong>
            <span className="quiet">{spoken(template.lead)}</span>
          </button>
        ))}
      </div>
      {chosen && <IdeaForm key={chosen.id} template={chosen} taken={items.map(({ name }) => name)} />}
      {own.length > 0 && (
        <section>
          <h2>{t("start.begun")}</h2>
          <ul className="setup-uses">{own.map((item) => <li key={item.name}><Icon name="box" size={14} /><Link to={`/setup/start/${item.name}`}>{titleOf(item, i18n.language)}</Link>{item.drafted && <span className="setup-mark" data-tone="draft">{t("list.draft")}</span>}</li>)}</ul>
        </section>
      )}
    </section>
  );
}

/** What the thing is called and what is known of it. */
function IdeaForm({ template, taken }: { template: Template; taken: readonly string[] }) {
  const { t, i18n } = useTranslation("setup");
  const { t: base } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [zh, setZh] = useState(template.label.zh ?? "");
  const [en, setEn] = useState(template.label.en ?? "");
  const [own, setOwn] = useState<string | null>(null);
  const names = template.fields.map((field) => textOf(field["name"]));
  const [fields, setFields] = useState<readonly string[]>(names);
  const [shared, setShared] = useState(true);
  const [busy, setBusy] = useState(false);
  const suggested = useSuggestedName({ en, zh });
  const name = own ?? (suggested === "" ? "" : freshName(suggested, taken));
  const fault = name === "" ? undefined : taken.includes(name) ? t("create.nameTaken") : isName(name) ? undefined : t("create.nameBad");
  const begin = async (event: FormEvent) => {
    event.preventDefault();
    if (name === "" || fault !== undefined) return;
    setBusy(true);
    try {
      const label = { ...(en && { en }), ...(zh && { zh }) };
      for (const { kind, name: of, item } of documentsOf(template, { name, label, fields: new Set(fields), shared })) await keepDraft(kind, of, item, null);
      await draftsAnew(client);
      await navigate(`/setup/start/${name}`);
    } catch (cause) {
      setBusy(false);
      tellProblem(cause, base("state.unreachable"));
      await draftsAnew(client);
    }
  };
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (form.current && form.current.getBoundingClientRect().bottom > window.innerHeight) form.current.scrollIntoView({ block: "start" }); // on a phone it stands below all templates
  }, []);
  return (
    <form ref={form} className="start-idea" aria-label={t("start.idea")} onSubmit={(event) => void begin(event)}>
      <div className="start-names">
        {inOwnOrder(i18n.language,
          <TextInput key="zh" label={t("create.zh")} value={zh} lang="zh" required={en === ""} withAsterisk={false} onChange={(event) => setZh(event.currentTarget.value)} autoFocus={i18n.language === "zh"} />,
          <TextInput key="en" label={t("create.en")} value={en} lang="en" onChange={(event) => setEn(event.currentTarget.value)} autoFocus={i18n.language !== "zh"} />)}
        <TextInput label={t("create.name")} description={t("create.nameHint")} inputWrapperOrder={["label", "input", "error", "description"]} value={name} error={fault} required withAsterisk={false} onChange={(event) => setOwn(event.currentTarget.value)} />
      </div>
      <fieldset className="start-fields">
        <legend>{t("start.fields")}</legend>
        <Chip.Group multiple value={[...fields]} onChange={setFields}>
          {template.fields.map((field) => (
            <Chip key={textOf(field["name"])} size="xs" value={textOf(field["name"])} disabled={field["name"] === "name"}>
              {titleOf({ name: textOf(field["name"]), label: isBody(field["label"]) ? field["label"] : null }, i18n.language)}
            </Chip>
          ))}
        </Chip.Group>
        <p className="quiet">{t("start.fieldsHint")}</p>
      </fieldset>
      <Checkbox size="xs" label={t("start.shared")} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
      <Button type="submit" size="sm" loading={busy}>{t("start.begin")}</Button>
    </form>
  );
}
