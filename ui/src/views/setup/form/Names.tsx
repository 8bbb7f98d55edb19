import { Checkbox, NativeSelect, Pill, TagsInput, TextInput } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import { textOf, textsOf } from "../api";
import { said, titleFor, useNames, type Labelled, type Named } from "./around";
import { columnTitle } from "../words";
import { isRelated } from "./useRelated";

/** What is chosen from a list; of other things one may write the name before they are there. */
const CHOSEN = new Set(["field", "object", "picklist", "value"]);

/** How names are spelled helps nobody who chooses one that is there. */
const described = ({ schema, description }: Labelled) => (schema["x-ref"] !== undefined && schema.description === SPELLING ? undefined : description);
const SPELLING = "Lower case letters, digits and _, at most 48.";

export function NameInput(props: Labelled) {
  const known = useNames(props.schema, props.around);
  const names = props.schema.examples?.map((name): Named => ({ name, title: name })) ?? known;
  const list = useId();
  const { t } = useTranslation("setup");
  const value = textOf(props.value);
  const isKnown = value === "" || known.some(({ name }) => name === value);
  if (isRelated(props.schema) || (CHOSEN.has(props.schema["x-ref"] ?? "") && known.length > 0 && isKnown)) {
    return (
      <NativeSelect
        label={props.label} description={described(props)} error={props.error} value={value} onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
        data={[...(props.required && value !== "" ? [] : [{ value: "", label: t("form.unset") }]), ...(isKnown ? [] : [{ value, label: value }]), ...known.map((each) => ({ value: each.name, label: said(each) }))]}
      />
    );
  }
  return (
    <>
      <TextInput
        label={props.label} description={[titleFor(names, value), described(props)].filter(Boolean).join(" · ")} error={props.error} value={value} list={names.length > 0 ? list : undefined}
        maxLength={props.schema.maxLength} onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
      />
      {names.length > 0 && <datalist id={list}>{names.map((each) => <option key={each.name} value={each.name}>{said(each)}</option>)}</datalist>}
    </>
  );
}

export function Names(props: Labelled) {
  const names = useNames(props.schema, props.around);
  const title = (value: string) => names.find(({ name }) => name === value)?.title ?? (props.schema["x-ref"] === "field" ? columnTitle(value.replace(/^-/, "")) : undefined) ?? value;
  return (
    <TagsInput
      label={props.label} description={props.description} error={props.error} value={textsOf(props.value)} data={names.map(({ name }) => name)} size="sm"
      renderOption={({ option }) => said(names.find(({ name }) => name === option.value) ?? { name: option.value, title: option.value })}
      renderPill={({ value = "", onRemove }) => <Pill withRemoveButton {...(onRemove && { onRemove })} title={value}>{title(value)}</Pill>}
      onChange={(next) => props.onChange(next.length > 0 ? next : undefined)}
    />
  );
}

export function Choices(props: { label: string; options: readonly Named[]; value: readonly string[]; onChange: (value: string[]) => void }) {
  return (
    <fieldset className="setup-choices">
      <legend>{props.label}</legend>
      {props.options.map(({ name, title }) => (
        <Checkbox
          key={name} size="xs" label={title} checked={props.value.includes(name)}
          onChange={(event) => props.onChange(event.currentTarget.checked ? [...props.value, name] : props.value.filter((each) => each !== name))}
        />
      ))}
    </fieldset>
  );
}

export function Grant(props: Labelled) {
  const { t } = useTranslation("setup");
  const all = props.value === "*";
  return (
    <div className="setup-grant">
      <Checkbox size="xs" label={t("form.allOf", { label: props.label })} checked={all} onChange={(event) => props.onChange(event.currentTarget.checked ? "*" : undefined)} />
      {!all && <Names {...props} />}
    </div>
  );
}
