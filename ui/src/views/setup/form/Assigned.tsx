import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { isBody, isList, textOf, textsOf, type Json } from "../api";
import { FormulaInput } from "../FormulaInput";
import { said, useNames, type Labelled } from "./around";
import { numberFrom } from "./numberFrom";

/** A value, or a formula that gives one. */
export function Assigned(props: Labelled) {
  const { t } = useTranslation("setup");
  const { value } = props;
  const known = useNames(props.schema, props.around);
  const formula = isBody(value) ? textOf(value["formula"]) : null;
  const plain = isList(value) ? textsOf(value).join(", ") : typeof value === "boolean" ? String(value) : textOf(value);
  return (
    <div className="setup-assigned">
      <NativeSelect
        label={props.label} value={formula === null ? "value" : "formula"} data={[{ value: "value", label: t("form.value") }, { value: "formula", label: t("form.formula") }]}
        onChange={(event) => props.onChange(event.currentTarget.value === "formula" ? { formula: plain || "TODAY()" } : undefined)}
      />
      {formula !== null && <FormulaInput label={t("form.formula")} value={formula} object={props.around.object} faults={props.error ? [props.error] : []} onChange={(next) => props.onChange({ formula: next })} />}
      {formula === null && (known.length > 0 && (plain === "" || known.some(({ name }) => name === plain))
        ? (
          <NativeSelect
            aria-label={props.label} value={plain} error={props.error} onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
            data={[{ value: "", label: t("form.unset") }, ...known.map((each) => ({ value: each.name, label: said(each) }))]}
          />
        )
        : <TextInput aria-label={props.label} value={plain} error={props.error} onChange={(event) => props.onChange(valueFrom(event.currentTarget.value))} />)}
    </div>
  );
}

const valueFrom = (text: string): Json | undefined => (text === "true" || text === "false" ? text === "true" : numberFrom(text));
