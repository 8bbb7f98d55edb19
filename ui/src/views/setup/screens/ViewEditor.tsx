import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { FieldMeta, ObjectMeta } from "../../../core/metadata";
import { State } from "../../../widgets/State";
import { bodiesOf, textOf, textsOf, type Body } from "../api";
import { FormulaInput } from "../FormulaInput";
import { useSeen } from "../layout/seen";
import { withValue, type Schema } from "../schema";
import { sentenceOf } from "../findings";
import { EntryActs } from "../form/EntryActs";
import { SchemaForm } from "../form/SchemaForm";
import type { Surrounding } from "../form/around";
import { worded } from "../words";
import { RolePicker } from "./RolePicker";
import { fitting, takenBy } from "./viewRoles";
import { ViewPreview } from "./ViewPreview";
import "./screens.css";

interface Props {
  item: Body;
  schema: Schema;
  path: string;
  around: Surrounding;
  onChange: (item: Body) => void;
}


/** A view: what it shows of which records in which order, with the rows that it gives. */
export function ViewEditor({ item, schema, path, around, onChange }: Props) {
  const { t } = useTranslation("setup");
  const object = textOf(item["object"]);
  const { data: seen } = useSeen(object, null);
  const put = (key: string, value: Body[keyof Body]) => onChange(withValue(item, key, value));
  const form = { schema, value: item, path, around, onChange };
  const faults = (key: string) => around.findings.filter((found) => found.path === `${path}/${key}`).map(sentenceOf);
  if (seen === null) return <State title={t("preview.unseen")} />;
  if (seen === undefined) return <div aria-busy />;
  return (
    <div className="screens">
      <div className="screens-form">
        <SchemaForm {...form} onChange={(next) => onChange(fitting(next, seen))} only={["label", "type"]} />
        {takenBy(item).map((key) => <RolePicker key={key} role={key} item={item} object={seen} schema={schema} faults={faults(key)} onChange={(next) => put(key, next)} />)}
        <Columns object={seen} sized={(textOf(item["type"]) || "list") === "list"} columns={bodiesOf(item["columns"])} onChange={(next) => put("columns", next.length > 0 ? next : undefined)} />
        <section className="screens-filter">
          <FormulaInput condition label={worded("key", "filter")} value={textOf(item["filter"])} object={object} faults={faults("filter")} onChange={(next) => put("filter", next || undefined)} />
        </section>
        <Order object={seen} sort={textsOf(item["sort"])} onChange={(next) => put("sort", next.length > 0 ? next : undefined)} />
        <SchemaForm {...form} only={["roles", "summaries"]} />
      </div>
      <ViewPreview item={item} object={seen} />
    </div>
  );
}

const moved = <T,>(list: readonly T[], from: number, to: number): T[] => {
  const rest = list.filter((_, at) => at !== from);
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)];
};

const labelOf = (object: ObjectMeta, path: string): string => object.fields.find(({ name }) => name === path)?.label ?? path;

function Columns({ object, sized, columns, onChange }: { object: ObjectMeta; sized: boolean; columns: readonly Body[]; onChange: (columns: readonly Body[]) => void }) {
  const { t } = useTranslation("setup");
  const others = object.fields.filter(({ name }) => !columns.some((column) => column["field"] === name));
  const resize = (at: number, text: string) => {
    const width = /^\d{1,4}$/.test(text.trim()) ? Number(text) : undefined;
    onChange(columns.map((column, other) => (other === at ? withValue(column, "width", text.trim() === "" ? undefined : width ?? column["width"]) : column)));
  };
  return (
    <section className="screens-list" aria-label={worded("key", "columns")}>
      <h3>{worded("key", "columns")}</h3>
      {columns.length === 0 && <p className="quiet">{t("form.empty")}</p>}
      <ul>
        {columns.map((column, at) => {
          const name = labelOf(object, textOf(column["field"]));
          return (
            <li key={textOf(column["field"])}>
              <span className="clip">{name}</span>
              {sized ? <TextInput size="xs" aria-label={t("view.width", { name })} placeholder={worded("key", "width")} inputMode="numeric" value={textOf(column["width"])} onChange={(event) => resize(at, event.currentTarget.value)} /> : <span />}
              <EntryActs name={name} at={at} count={columns.length} onMove={(from, to) => onChange(moved(columns, from, to))} onRemove={() => onChange(columns.filter((_, other) => other !== at))} />
            </li>
          );
        })}
      </ul>
      <Adder label={t("view.addColumn")} fields={others} onAdd={(field) => onChange([...columns, { field }])} />
    </section>
  );
}

function Order({ object, sort, onChange }: { object: ObjectMeta; sort: readonly string[]; onChange: (sort: readonly string[]) => void }) {
  const { t } = useTranslation("setup");
  const bare = (key: string) => key.replace(/^-/, "");
  const others = object.fields.filter(({ name, sortable }) => sortable && !sort.some((key) => bare(key) === name));
  return (
    <section className="screens-list" aria-label={worded("key", "sort")}>
      <h3>{worded("key", "sort")}</h3>
      <ul>
        {sort.map((key, at) => {
          const name = labelOf(object, bare(key));
          return (
            <li key={bare(key)}>
              <span className="clip">{name}</span>
              <NativeSelect
                size="xs" aria-label={t("view.direction", { name })} value={key.startsWith("-") ? "down" : "up"} data={[{ value: "up", label: t("view.up") }, { value: "down", label: t("view.down") }]}
                onChange={(event) => onChange(sort.map((each, other) => (other === at ? (event.currentTarget.value === "down" ? "-" : "") + bare(key) : each)))}
              />
              <EntryActs name={name} at={at} count={sort.length} onMove={(from, to) => onChange(moved(sort, from, to))} onRemove={() => onChange(sort.filter((_, other) => other !== at))} />
            </li>
          );
        })}
      </ul>
      <Adder label={t("view.addSort")} fields={others} onAdd={(field) => onChange([...sort, field])} />
    </section>
  );
}

function Adder({ label, fields, onAdd }: { label: string; fields: readonly FieldMeta[]; onAdd: (name: string) => void }) {
  return (
    <NativeSelect
      size="xs" aria-label={label} value="" onChange={(event) => onAdd(event.currentTarget.value)}
      data={[{ value: "", label }, ...fields.map(({ name, label: title }) => ({ value: name, label: title }))]}
    />
  );
}
