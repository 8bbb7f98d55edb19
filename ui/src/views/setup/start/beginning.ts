import { bodiesOf, textOf, type Body, type Label } from "../api";
import { pluralFrom } from "../schema";
import { lowered } from "../words";
import type { Template } from "./templates";

/** What somebody wants to begin with. */
export interface Idea {
  name: string;
  label: Label;
  /** The fields that are wanted, by name; the name field always is. */
  fields: ReadonlySet<string>;
  /** Whether holders of the role see each other's records. */
  shared: boolean;
}

export interface Begun {
  kind: string;
  name: string;
  item: Body;
}

export const roleOf = (object: string): string => `${object}_user`;

/** All documents of an object that is begun from a template: it, its values, page, list, rule and role. */
export function documentsOf(template: Template, { name, label, fields: wanted, shared }: Idea): readonly Begun[] {
  const plural = pluralFrom(label);
  const fields = template.fields.filter((field) => field["name"] === "name" || wanted.has(textOf(field["name"])));
  const has = new Set(fields.map((field) => textOf(field["name"])));
  const picklist = (values: string) => `${name}_${values}`;
  const lists = Object.entries(template.values).filter(([list]) => fields.some((field) => field["values"] === list));
  const rule = template.rule && ruled(template.rule, template, has) ? template.rule : null;
  return [
    ...lists.map(([list, values]): Begun => ({ kind: "picklist", name: picklist(list), item: { label: valuesLabel(template, list, label), values } })),
    {
      kind: "object", name,
      item: {
        label, plural, icon: template.id === "own" ? "box" : template.icon, owned: true, features: ["history", "comments", "activities"],
        fields: fields.map((field) => (field["type"] === "picklist" ? { ...field, values: picklist(textOf(field["values"])) } : field)),
      },
    },
    { kind: "layout", name: `${name}_page`, item: { object: name, label, compact: template.columns.filter((each) => has.has(each)), tabs: tabsOf(template, has) } },
    { kind: "view", name: `all_${name}`, item: { object: name, label: { en: `All ${lowered(plural.en ?? name)}`, zh: `全部${label.zh ?? label.en ?? name}` }, columns: columnsOf(template, has) } },
    ...(rule ? [{ kind: "rule", name: `${name}_check`, item: { object: name, ...rule } }] : []),
    {
      kind: "role", name: roleOf(name),
      item: {
        label: { en: `${label.en ?? name} user`, zh: `${label.zh ?? label.en ?? name}用户` }, audience: "staff",
        objects: [grant(name, "create", "read", "update", "export"), ...["comment", "activity"].map((each) => grant(each, "create", "read", "update"))],
      },
    },
    ...(shared ? [{ kind: "sharing", name, item: { object: name, default: "read" } }] : []),
  ];
}

const grant = (object: string, ...rights: string[]): Body => ({ object, rights, fields: { read: "*", write: "*" } });

/** Whether all fields that a rule names are wanted. */
const ruled = (rule: Body, template: Template, has: ReadonlySet<string>): boolean =>
  template.fields.every((field) => has.has(textOf(field["name"])) || !new RegExp(`\\b${textOf(field["name"])}\\b`).test(textOf(rule["when"])));

function valuesLabel(template: Template, list: string, label: Label): Label {
  const field = template.fields.find((each) => each["values"] === list)?.["label"] as Label | undefined;
  return { en: `${label.en ?? ""} ${(field?.en ?? list).toLowerCase()}`.trim(), zh: `${label.zh ?? label.en ?? ""}${field?.zh ?? list}` };
}

const columnsOf = (template: Template, has: ReadonlySet<string>): readonly Body[] =>
  template.columns.filter((each) => has.has(each) || each === "created_at").map((each) => ({ field: each }));

/** The tabs of the page, without the fields that are not wanted and what speaks of them. */
function tabsOf(template: Template, has: ReadonlySet<string>): readonly Body[] {
  const sections = template.sections.map((section) => ({ ...section, fields: bodiesOf(section["fields"]).filter((place) => has.has(textOf(place["field"]))).map((place) => standing(place, template, has)) }))
    .filter((section) => section.fields.length > 0);
  const panel = (name: string, en: string, zh: string): Body => ({ name, label: { en, zh }, components: [{ name, label: { en, zh }, component: name }] });
  return [{ name: "details", label: { en: "Details", zh: "详细信息" }, sections }, panel("timeline", "Timeline", "动态"), panel("history", "History", "历史")];
}

const standing = (place: Body, template: Template, has: ReadonlySet<string>): Body =>
  Object.fromEntries(Object.entries(place).filter(([key, text]) => !key.endsWith("_when") || ruled({ when: text }, template, has)));
