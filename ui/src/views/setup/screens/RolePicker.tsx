import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { ObjectMeta } from "../../../core/metadata";
import { textOf, type Body } from "../api";
import { helpOf, type Schema } from "../schema";
import { worded } from "../words";
import { ableFor, isNeeded, type ViewRole } from "./viewRoles";

interface Props {
  role: ViewRole;
  item: Body;
  object: ObjectMeta;
  schema: Schema;
  faults: readonly string[];
  onChange: (field: string | undefined) => void;
}

/** The field by which a view places records, of those that can. */
export function RolePicker({ role, item, object, schema, faults, onChange }: Props) {
  const { t, i18n } = useTranslation("setup");
  const value = textOf(item[role]);
  const able = ableFor(item, role, object);
  const said = object.fields.find(({ name }) => name === value);
  // One that does not fit, such as a path through a look-up, stays until another is chosen.
  const odd = value !== "" && !able.some(({ name }) => name === value) ? [{ value, label: said?.label ?? value }] : [];
  const blank = isNeeded(item, role) && value !== "" ? [] : [{ value: "", label: t("form.unset") }];
  const none = able.length === 0 ? t("view.noField") : undefined;
  return (
    <NativeSelect
      label={worded("key", role)} description={helpOf(schema.properties?.[role] ?? {}, i18n.language)} error={faults.length > 0 ? faults.join(" ") : isNeeded(item, role) ? none : undefined}
      value={value} data={[...blank, ...odd, ...able.map(({ name, label }) => ({ value: name, label }))]} onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}
