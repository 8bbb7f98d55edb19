import { Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import { isBody, textOf, textsOf, vocabularyQuery, type Body } from "../api";
import { FormulaInput } from "../FormulaInput";
import { ColourPicker } from "../pickers/ColourPicker";
import { IconPicker } from "../pickers/IconPicker";
import { formOf, helpOf, schemaTitle, withValue, type Schema } from "../schema";
import { chosen } from "../telling";
import { worded } from "../words";
import { faultsAt, type FormProps, type ValueProps } from "./around";
import { Assigned } from "./Assigned";
import { Entries } from "./Entries";
import { JsonInput } from "./JsonInput";
import { LabelInput } from "./LabelInput";
import { Choices, Grant, NameInput, Names } from "./Names";
import { numberFrom } from "./numberFrom";
import { PlainValue } from "./PlainValue";

/** The most letters that a text on one line has. */
const LINE = 500;

const CONTROL = new Set(["kind", "renamed_from"]);

/** The editor of a mapping, made of what its schema says of each key. */
export function SchemaForm(props: FormProps) {
  const { schema, value, path } = props;
  const unfit = useKeysOfOtherTypes(schema, value);
  const keys = (props.only ?? Object.keys(schema.properties ?? {})).filter((key) => !CONTROL.has(key) && !props.without?.has(key) && !unfit.has(key));
  const object = textOf(value["object"]) || props.around.object;
  const said = { ...props.around.said, ...value };
  return (
    <div className="setup-form">
      {keys.map((key) => {
        const inner = schema.properties?.[key];
        return inner && (
          <SchemaValue
            key={key} name={key} schema={inner} value={value[key]} required={schema.required?.includes(key) ?? false} path={`${path}/${key}`}
            around={{ ...props.around, object, said }} onChange={(next) => props.onChange(withValue(value, key, next))}
          />
        );
      })}
    </div>
  );
}

const NO_KEYS: ReadonlySet<string> = new Set();

/** The keys that only values of other field types have, where one of the keys says the type; what is said stays in sight. */
function useKeysOfOtherTypes(schema: Schema, value: Body): ReadonlySet<string> {
  const types = useQuery(vocabularyQuery()).data?.field_types ?? [];
  const own = types.find(({ name }) => name === value["type"]);
  if (schema.properties?.["type"]?.enum === undefined || own === undefined) return NO_KEYS;
  const fits = new Set(own.keys);
  return new Set(types.flatMap(({ keys }) => keys).filter((key) => !fits.has(key) && value[key] === undefined));
}

function SchemaValue(props: ValueProps) {
  const { schema, value, around, path } = props;
  const { t, i18n } = useTranslation("setup");
  const label = schemaTitle(schema, i18n.language) ?? worded("key", props.name);
  const form = formOf(schema);
  const faults = faultsAt(around, path, form !== "group" && form !== "entries");
  const error = faults.length > 0 ? faults.join(" ") : undefined;
  const description = helpOf(schema, i18n.language);
  switch (form) {
    case "nothing": return null;
    case "formula": return <FormulaInput label={label} description={said(description)} condition={asksWhether(props.name, schema)} value={textOf(value)} object={around.object} faults={faults} onChange={(next) => props.onChange(next || undefined)} />;
    case "label": return <LabelInput label={label} value={isBody(value) ? value : {}} error={error} description={description} long={(schema.properties?.["en"]?.maxLength ?? 0) > LINE} onChange={(next) => props.onChange(Object.keys(next).length > 0 ? next : undefined)} />;
    case "boolean": return (
      <Checkbox
        label={label} description={description} error={error} checked={(value ?? schema.default) === true}
        onChange={(event) => props.onChange(event.currentTarget.checked === (schema.default === true) ? undefined : event.currentTarget.checked)}
      />
    );
    case "choice": {
      const options = (schema.enum ?? [String(schema.const)]).map((option) => ({ value: option, label: chosen(schema, option, i18n.language) }));
      return (
        <NativeSelect
          label={label} description={description} error={error} value={textOf(value)} data={[...(props.required && value !== undefined ? [] : [{ value: "", label: unsaid(schema, t, i18n.language) }]), ...options]}
          onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
        />
      );
    }
    case "number": return schema["x-ref"] === "value" ? <PlainValue {...props} label={label} description={description} error={error} /> : (
      <TextInput
        label={label} description={description} error={error} inputMode="decimal" value={textOf(value)} placeholder={textOf(schema.default)}
        onChange={(event) => props.onChange(numberFrom(event.currentTarget.value))}
      />
    );
    case "icon": return <IconPicker label={label} description={description} error={error} value={textOf(value)} onChange={props.onChange} />;
    case "colour": return <ColourPicker label={label} description={description} error={error} value={textOf(value)} names={schema.examples ?? []} onChange={props.onChange} />;
    case "text": return <NameInput {...props} label={label} description={description} error={error} />;
    case "choices": return <Choices label={label} options={(schema.items?.enum ?? []).map((name) => ({ name, title: chosen(schema.items ?? {}, name, i18n.language) }))} value={textsOf(value)} onChange={(next) => props.onChange(next.length > 0 ? next : undefined)} />;
    case "texts": return <Names {...props} label={label} description={description} error={error} />;
    case "grant": return <Grant {...props} label={label} error={error} />;
    case "assigned": return <Assigned {...props} label={label} error={error} />;
    case "group": return (
      <fieldset className="setup-group">
        <legend>{label}</legend>
        {description !== undefined && <p className="setup-about quiet">{description}</p>}
        {error !== undefined && <p className="setup-fault">{error}</p>}
        <SchemaForm schema={schema} value={isBody(value) ? value : {}} path={path} around={around} onChange={(next) => props.onChange(Object.keys(next).length > 0 ? next : undefined)} />
      </fieldset>
    );
    case "entries": return <Entries {...props} label={label} description={description} Form={SchemaForm} />;
    case "json": return <JsonInput label={t("form.json", { name: label })} value={value} error={error} onChange={props.onChange} />;
  }
}

const NOTHING_NEW: ReadonlySet<string> = new Set(["A formula.", "公式。"]);
const said = (description: string | undefined) => (description === undefined || NOTHING_NEW.has(description) ? undefined : description);

/** Whether a formula says of which records of the object something is true; over other objects it is written. */
const asksWhether = (name: string, schema: Schema): boolean =>
  schema["x-of"] === undefined && (schema["x-formula"] === "condition" || /^(.+_)?(when|where|filter)$/.test(name));

/** What holds where nothing is chosen. */
const unsaid = (schema: Schema, t: TFunction<"setup">, language: string): string =>
  schema.default === undefined ? t("form.unset") : t("form.default", { value: chosen(schema, textOf(schema.default), language) });
