import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { isList, textOf, textsOf, type Json } from "../api";
import { said, useNames, type Labelled } from "./around";
import { numberFrom } from "./numberFrom";

/** A value as what it is for takes it: chosen where there is a choice, written otherwise. */
export function PlainValue({ schema, value, around, label, description, error, shown = true, onChange }: Labelled & { shown?: boolean }) {
  const { t } = useTranslation("setup");
  const { t: base } = useTranslation();
  const known = useNames(schema, around);
  const plain = isList(value) ? textsOf(value).join(", ") : typeof value === "boolean" ? String(value) : textOf(value);
  const named = { ...(shown ? { label } : { "aria-label": label }), description, error };
  const choices = around.said["type"] === "boolean"
    ? [{ value: "true", label: base("value.yes") }, { value: "false", label: base("value.no") }]
    : known.map((each) => ({ value: each.name, label: said(each) }));
  if (choices.length === 0 || !["", ...choices.map((choice) => choice.value)].includes(plain)) {
    return <TextInput {...named} value={plain} onChange={(event) => onChange(valueFrom(event.currentTarget.value))} />;
  }
  return (
    <NativeSelect
      {...named} value={plain} data={[{ value: "", label: t("form.unset") }, ...choices]}
      onChange={(event) => onChange(around.said["type"] === "boolean" ? valueFrom(event.currentTarget.value) : event.currentTarget.value || undefined)}
    />
  );
}

const valueFrom = (text: string): Json | undefined => (text === "true" || text === "false" ? text === "true" : numberFrom(text));
