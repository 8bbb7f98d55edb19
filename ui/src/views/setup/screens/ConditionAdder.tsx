import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { writtenFormula, type Condition } from "../../../core/listing";
import type { ObjectMeta } from "../../../core/metadata";
import { kindOf } from "../../../fields/registry";
import { Icon } from "../../../widgets/Icon";
import { ConditionRow, freshCondition } from "../../list/FilterBuilder";
import { useSeen } from "../layout/seen";
import "../../list/list.css";
import "./screens.css";

/** Builds conditions on records of an object, once it is known which fields it has. */
export function ConditionBuilder({ object, ...rest }: { object: string; filter: string; onChange: (filter: string) => void }) {
  const { data } = useSeen(object, null);
  return data ? <ConditionAdder object={data} {...rest} /> : null;
}

/** Builds one condition after the other and writes each to the end of a filter. */
function ConditionAdder({ object, filter, onChange }: { object: ObjectMeta; filter: string; onChange: (filter: string) => void }) {
  const { t } = useTranslation("setup");
  const fields = object.fields.filter((field) => field.filterable);
  const [condition, setCondition] = useState<Condition | null>(null);
  if (condition === null) return <Button variant="subtle" size="compact-sm" className="screens-build" leftSection={<Icon name="plus" size={14} />} onClick={() => setCondition(freshCondition(fields[0]?.name, object))}>{t("view.condition")}</Button>;
  const written = writtenFormula(object, [condition], (field) => kindOf(field).operators);
  const add = () => {
    onChange(filter.trim() === "" ? written : `${/\bOR\b/i.test(filter) ? `(${filter})` : filter} AND ${written}`);
    setCondition(null);
  };
  return (
    <div className="screens-condition">
      <ConditionRow object={object} fields={fields} condition={condition} onChange={setCondition} onRemove={() => setCondition(null)} />
      {written !== "" && <code className="quiet">{written}</code>}
      <Button variant="default" disabled={written === ""} onClick={add}>{t("view.addCondition")}</Button>
    </div>
  );
}
