import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { isBody, isList, textOf, textsOf } from "../api";
import { FormulaInput } from "../FormulaInput";
import type { Labelled } from "./around";
import { PlainValue } from "./PlainValue";

/** A value, or a formula that gives one. */
export function Assigned(props: Labelled) {
  const { t } = useTranslation("setup");
  const { value } = props;
  const formula = isBody(value) ? textOf(value["formula"]) : null;
  const plain = isList(value) ? textsOf(value).join(", ") : typeof value === "boolean" ? String(value) : textOf(value);
  return (
    <div className="setup-assigned">
      <NativeSelect
        label={props.label} value={formula === null ? "value" : "formula"} data={[{ value: "value", label: t("form.value") }, { value: "formula", label: t("form.formula") }]}
        onChange={(event) => props.onChange(event.currentTarget.value === "formula" ? { formula: plain || "TODAY()" } : undefined)}
      />
      {formula !== null && <FormulaInput label={t("form.formula")} value={formula} object={props.around.object} faults={props.error ? [props.error] : []} onChange={(next) => props.onChange({ formula: next })} />}
      {formula === null && <PlainValue {...props} shown={false} />}
    </div>
  );
}
