import { Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";

import { Failure } from "../../widgets/Failure";
import { Icon } from "../../widgets/Icon";
import { State } from "../../widgets/State";
import { tellProblem } from "../../widgets/telling";
import { Title } from "../../widgets/Title";
import { Waiting } from "../../widgets/Waiting";
import { MissingPage } from "../missing/MissingPage";
import { readAnew, titleOf, vocabularyQuery, type Body, type Json } from "./api";
import { useItems } from "./items";
import { usePackageTitle } from "./plugins/usePackageTitle";
import { formOf, helpOf, isName, pluralFrom, type Schema } from "./schema";
import { beginDraft } from "./useDraft";
import { inOwnOrder } from "./inOwnOrder";
import { useKindWords } from "./kinds";
import { useSuggestedName } from "./useSpelled";
import { useTitles } from "./useTitles";
import { lowered } from "./words";

/** The items of a kind, found by name, and the way to a new one. */
export function KindPage() {
  const { kind = "object" } = useParams();
  const { t, i18n } = useTranslation("setup");
  const words = useKindWords();
  const { items, pending, error } = useItems(kind);
  const kinds = useQuery(vocabularyQuery()).data?.kinds;
  const declared = kinds?.find(({ name, package: of }) => name === kind && of !== null);
  const about = declared && helpOf(declared.schema, i18n.language);
  const called = useTitles();
  const packageTitle = usePackageTitle();
  const client = useQueryClient();
  const [find, setFind] = useState("");
  const [making, setMaking] = useState(false);
  const objectOf = (item: { name: string; object: string | null }) => {
    const title = item.object === null ? "" : called("object", item.object);
    return title === called(kind, item.name) ? "" : title;
  };
  const sought = find.trim().toLowerCase();
  const shown = items.filter((item) => `${item.name} ${called(kind, item.name)} ${item.label?.en ?? ""} ${item.label?.zh ?? ""}`.toLowerCase().includes(sought));
  const plain = items.every((item) => objectOf(item) === "") || undefined;
  if (error) return <Failure cause={error} onRetry={() => void readAnew(client)} />;
  if (kinds?.every(({ name }) => name !== kind)) return <MissingPage />;
  return (
    <section className="setup-list" aria-busy={pending}>
      <header>
        <Title parts={[words.kind(kind), t("title")]} />
        <h1>{words.kind(kind)}</h1>
        <span className="setup-acts"><Button leftSection={<Icon name="plus" size={14} />} onClick={() => setMaking(true)}>{t("list.new")}</Button></span>
      </header>
      {about !== undefined && <p className="quiet">{about}</p>}
      <TextInput aria-label={t("list.find")} placeholder={t("list.find")} value={find} onChange={(event) => setFind(event.currentTarget.value)} leftSection={<Icon name="search" size={14} />} />
      {pending && <Waiting />}
      {!pending && shown.length === 0 && <State title={t(sought === "" ? "list.empty" : "list.none")} hint={t(sought === "" ? "list.emptyHint" : "list.noneHint")} icon={<Icon name="box" />} />}
      <ul className="setup-rows">
        {shown.map((item) => (
          <li key={item.name}>
            <Link className="setup-row" data-plain={plain} to={`/setup/${kind}/${item.name}`}>
              <strong className="clip">{called(kind, item.name)}</strong>
              <code className="clip quiet">{called(kind, item.name) === item.name ? "" : item.name}</code>
              {!plain && <span className="clip quiet">{objectOf(item)}</span>}
              <span className="setup-marks">
                {item.drafted && <span className="setup-mark" data-tone="draft">{t("list.draft")}</span>}
                <span className="setup-mark">{item.package === "workspace" ? t("list.own") : packageTitle(item.package)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {making && <Create kind={kind} taken={items.map(({ name }) => name)} onClose={() => setMaking(false)} />}
    </section>
  );
}

function Create({ kind, taken, onClose }: { kind: string; taken: readonly string[]; onClose: () => void }) {
  const { t, i18n } = useTranslation("setup");
  const { t: base } = useTranslation();
  const words = useKindWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const vocabulary = useQuery(vocabularyQuery());
  const objects = useItems("object");
  const [en, setEn] = useState("");
  const [zh, setZh] = useState("");
  const [own, setOwn] = useState<string | null>(null);
  const [object, setObject] = useState("");
  const schema = vocabulary.data?.kinds.find((each) => each.name === kind)?.schema ?? {};
  const suggested = useSuggestedName({ en, zh });
  const name = own ?? suggested;
  const fault = name === "" ? undefined : taken.includes(name) ? t("create.nameTaken") : isName(name) ? undefined : t("create.nameBad");
  const labelled = schema.properties?.["label"] !== undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name === "" || fault !== undefined) return;
    const label = { ...(en && { en }), ...(zh && { zh }) };
    const said = { ...(labelled && { label }), ...(kind === "object" && { plural: pluralFrom(label) }) };
    try {
      await beginDraft(client, kind, name, { ...beginning(kind, schema), ...said, ...(object && { object }) });
      onClose();
      await navigate(`/setup/${kind}/${name}`);
    } catch (cause) {
      tellProblem(cause, base("state.unreachable"));
    }
  };
  return (
    <Modal opened onClose={onClose} title={t("create.title", { kind: lowered(words.one(kind)) })} closeButtonProps={{ "aria-label": base("act.close") }}>
      <form className="setup-form" onSubmit={(event) => void submit(event)}>
        {labelled && inOwnOrder(i18n.language,
          <TextInput key="zh" label={t("create.zh")} value={zh} lang="zh" onChange={(event) => setZh(event.currentTarget.value)} data-autofocus={i18n.language === "zh" || undefined} />,
          <TextInput key="en" label={t("create.en")} value={en} lang="en" onChange={(event) => setEn(event.currentTarget.value)} data-autofocus={i18n.language === "en" || undefined} />)}
        <TextInput label={t("create.name")} description={t("create.nameHint")} value={name} error={fault} required withAsterisk={false} onChange={(event) => setOwn(event.currentTarget.value)} />
        {schema.required?.includes("object") && (
          <NativeSelect
            label={t("create.object")} value={object} required withAsterisk={false} onChange={(event) => setObject(event.currentTarget.value)}
            data={[{ value: "", label: t("form.unset") }, ...objects.items.map((each) => ({ value: each.name, label: titleOf(each, i18n.language) }))]}
          />
        )}
        <Button type="submit" size="sm">{t("create.submit")}</Button>
      </form>
    </Modal>
  );
}

const BEGINNINGS: Readonly<Record<string, Body>> = {
  object: { fields: [{ name: "name", type: "text", label: { en: "Name", zh: "名称" }, required: true, searchable: true }], owned: true, features: ["history"] },
};

/** What a new item of a kind says: the least that its schema asks for. */
function beginning(kind: string, schema: Schema): Body {
  const least: Record<string, Json> = {};
  for (const key of schema.required ?? []) {
    const inner = schema.properties?.[key];
    if (inner?.type === "array") least[key] = [];
    else if (inner && formOf(inner) === "choice" && inner.enum?.[0] !== undefined) least[key] = inner.enum[0];
  }
  return { ...least, ...BEGINNINGS[kind] };
}
