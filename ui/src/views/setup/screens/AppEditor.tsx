import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useObjects } from "../../../core/metadata";
import { Icon } from "../../../widgets/Icon";
import { bodiesOf, draftsQuery, isBody, textOf, titleOf, type Body } from "../api";
import { useItems } from "../items";
import { freshName } from "../layout/parts";
import { IconPicker } from "../pickers/IconPicker";
import { helpOf, withValue, type Schema } from "../schema";
import { EntryActs } from "../form/EntryActs";
import { LabelInput } from "../form/LabelInput";
import { SchemaForm } from "../form/SchemaForm";
import { faultsAt, type Surrounding } from "../form/around";
import { useTitles } from "../useTitles";
import { worded } from "../words";
import "./screens.css";

interface Props {
  item: Body;
  schema: Schema;
  path: string;
  around: Surrounding;
  onChange: (item: Body) => void;
}

const MENU_ELSEWHERE = new Set(["menu", "name", "label", "home"]);

/** An app: its menu, drawn as people will see it, and what it is like. */
export function AppEditor({ item, schema, path, around, onChange }: Props) {
  const { t } = useTranslation("setup");
  const groups = bodiesOf(item["menu"]);
  const put = (next: readonly Body[]) => onChange(withValue(item, "menu", next));
  const change = (at: number, group: Body) => put(groups.map((each, other) => (other === at ? group : each)));
  const add = () => put([...groups, { name: freshName("group", groups.map((each) => textOf(each["name"]))), label: { en: "New group", zh: "新分组" }, items: [] }]);
  const carry = (from: number, at: number, to: number) => {
    const entry = bodiesOf(groups[from]?.["items"])[at];
    if (entry === undefined) return;
    put(groups.map((group, other) => {
      const items = bodiesOf(group["items"]);
      if (other === from) return withValue(group, "items", items.filter((_, each) => each !== at));
      if (other !== to) return group;
      const named = { ...entry, name: freshName(textOf(entry["name"]), items.map((each) => textOf(each["name"]))) };
      return withValue(group, "items", to < from ? [...items, named] : [named, ...items]);
    }));
  };
  const moveGroup = (from: number, to: number) => {
    const rest = groups.filter((_, at) => at !== from);
    put([...rest.slice(0, to), ...groups.slice(from, from + 1), ...rest.slice(to)]);
  };
  return (
    <div className="screens">
      <div className="screens-form">
        <SchemaForm schema={schema} value={item} path={path} around={around} onChange={onChange} only={["label"]} />
        {groups.map((group, at) => (
          <Group
            key={textOf(group["name"])} group={group} at={at} count={groups.length} onChange={(next) => change(at, next)} onMove={moveGroup}
            onRemove={() => put(groups.filter((_, other) => other !== at))} onCarry={(entry, by) => carry(at, entry, at + by)}
          />
        ))}
        <Button variant="default" leftSection={<Icon name="plus" size={14} />} onClick={add}>{t("app.addGroup")}</Button>
        <StartPage item={item} schema={schema} groups={groups} faults={faultsAt(around, `${path}/home`)} onChange={onChange} />
        <SchemaForm schema={schema} value={item} path={path} around={around} onChange={onChange} without={MENU_ELSEWHERE} />
      </div>
      <MenuPreview item={item} groups={groups} />
    </div>
  );
}

interface StartProps {
  item: Body;
  schema: Schema;
  groups: readonly Body[];
  faults: readonly string[];
  onChange: (item: Body) => void;
}

/** Which entry of the menu opens first. */
function StartPage({ item, schema, groups, faults, onChange }: StartProps) {
  const { t, i18n } = useTranslation("setup");
  const entryTitle = useEntryTitle();
  const home = textOf(item["home"]);
  const entries = groups.flatMap((group) => bodiesOf(group["items"])).map((entry) => ({ value: textOf(entry["name"]), label: entryTitle(entry) }));
  return (
    <NativeSelect
      label={worded("key", "home")} description={helpOf(schema.properties?.["home"] ?? {}, i18n.language)} error={faults.join(" ") || undefined}
      value={home} onChange={(event) => onChange(withValue(item, "home", event.currentTarget.value || undefined))}
      data={[{ value: "", label: t("form.unset") }, ...(home === "" || entries.some(({ value }) => value === home) ? [] : [{ value: home, label: home }]), ...entries]}
    />
  );
}

interface GroupProps {
  group: Body;
  at: number;
  count: number;
  onChange: (group: Body) => void;
  onMove: (from: number, to: number) => void;
  onRemove: () => void;
  /** Put an entry into the group before or after. */
  onCarry: (entry: number, by: 1 | -1) => void;
}

function Group({ group, at, count, onChange, onMove, onRemove, onCarry }: GroupProps) {
  const { t, i18n } = useTranslation("setup");
  const { items: objects } = useItems("object");
  const entryTitle = useEntryTitle();
  const items = bodiesOf(group["items"]);
  const title = titleOfPart(group, i18n.language);
  const put = (next: readonly Body[]) => onChange(withValue(group, "items", next));
  const move = (from: number, to: number) => {
    const rest = items.filter((_, each) => each !== from);
    put([...rest.slice(0, to), ...items.slice(from, from + 1), ...rest.slice(to)]);
  };
  const add = (object: string) => put([...items, { name: freshName(object, items.map((each) => textOf(each["name"]))), object }]);
  return (
    <section className="screens-group" aria-label={title}>
      <header><h3 className="clip">{title}</h3><EntryActs name={title} at={at} count={count} onMove={onMove} onRemove={onRemove} /></header>
      <LabelInput label={worded("key", "label")} value={isBody(group["label"]) ? group["label"] : {}} onChange={(label) => onChange({ ...group, label })} />
      <ul className="screens-entries">
        {items.map((entry, index) => {
          const name = entryTitle(entry);
          return (
            <li key={textOf(entry["name"])}>
              <Entry entry={entry} name={name} onChange={(next) => put(items.map((each, other) => (other === index ? next : each)))} />
              <span className="setup-acts">
                {at > 0 && <button type="button" className="icon-button" aria-label={t("app.before", { name })} onClick={() => onCarry(index, -1)}><Icon name="chevron_up" size={14} /></button>}
                {at < count - 1 && <button type="button" className="icon-button" aria-label={t("app.after", { name })} onClick={() => onCarry(index, 1)}><Icon name="chevron_down" size={14} /></button>}
                <EntryActs name={name} at={index} count={items.length} onMove={move} onRemove={() => put(items.filter((_, other) => other !== index))} />
              </span>
            </li>
          );
        })}
      </ul>
      <NativeSelect
        size="xs" aria-label={t("app.add", { group: title })} value="" onChange={(event) => add(event.currentTarget.value)}
        data={[{ value: "", label: t("app.add", { group: title }) }, ...objects.map((each) => ({ value: each.name, label: titleOf(each, i18n.language) }))]}
      />
    </section>
  );
}

/** One entry of the menu: which view of its object opens, and what it is called there. */
function Entry({ entry, name, onChange }: { entry: Body; name: string; onChange: (entry: Body) => void }) {
  const { t, i18n } = useTranslation("setup");
  const { items: views } = useItems("view");
  const [open, setOpen] = useState(false);
  const fitting = views.filter(({ object }) => object === entry["object"]);
  return (
    <div className="screens-entry">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}><Icon name={open ? "chevron_down" : "chevron_right"} size={14} /><span className="clip">{name}</span></button>
      {open && (
        <div className="setup-form">
          <NativeSelect
            size="xs" label={worded("key", "view")} value={textOf(entry["view"])} onChange={(event) => onChange(withValue(entry, "view", event.currentTarget.value || undefined))}
            data={[{ value: "", label: t("app.firstView") }, ...fitting.map((each) => ({ value: each.name, label: titleOf(each, i18n.language) }))]}
          />
          <LabelInput label={worded("key", "label")} value={isBody(entry["label"]) ? entry["label"] : {}} onChange={(label) => onChange(withValue(entry, "label", Object.keys(label).length > 0 ? label : undefined))} />
          <IconPicker label={worded("key", "icon")} value={textOf(entry["icon"])} onChange={(icon) => onChange(withValue(entry, "icon", icon))} />
        </div>
      )}
    </div>
  );
}

const titleOfPart = (part: Body, language: string): string => titleOf({ name: textOf(part["name"]), label: isBody(part["label"]) ? part["label"] : null }, language);

/** What an entry is called in the menu: by its own label, else as many of its object. */
function useEntryTitle(): (entry: Body) => string {
  const { i18n } = useTranslation();
  const called = useTitles();
  const drafts = useQuery(draftsQuery()).data ?? [];
  const { data: published = [] } = useObjects();
  return (entry) => {
    const object = textOf(entry["object"]);
    const plural = drafts.find(({ kind, name }) => kind === "object" && name === object)?.item?.["plural"];
    if (isBody(entry["label"])) return titleOfPart(entry, i18n.language);
    return isBody(plural) ? titleOf({ name: object, label: plural }, i18n.language) : published.find(({ name }) => name === object)?.plural ?? called("object", object);
  };
}

/** The menu as people of the app will see it. */
function MenuPreview({ item, groups }: { item: Body; groups: readonly Body[] }) {
  const { t, i18n } = useTranslation("setup");
  const entryTitle = useEntryTitle();
  const drafts = useQuery(draftsQuery()).data ?? [];
  const { data: published = [] } = useObjects();
  const drawn = (object: string) => textOf(drafts.find(({ kind, name }) => kind === "object" && name === object)?.item?.["icon"]) || published.find(({ name }) => name === object)?.icon;
  const iconOf = (entry: Body) => textOf(entry["icon"]) || (drawn(textOf(entry["object"])) ?? null);
  return (
    <section className="screens-preview" aria-label={t("preview.title")}>
      <h3>{t("preview.title")}</h3>
      <nav className="screens-menu" aria-label={titleOfPart(item, i18n.language)}>
        {groups.map((group) => (
          <section key={textOf(group["name"])}>
            <h4>{titleOfPart(group, i18n.language)}</h4>
            <ul>{bodiesOf(group["items"]).map((entry) => <li key={textOf(entry["name"])}><Icon name={iconOf(entry)} size={15} />{entryTitle(entry)}</li>)}</ul>
          </section>
        ))}
      </nav>
    </section>
  );
}
