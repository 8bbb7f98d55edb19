import { Button, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { ColumnChoice } from "../../core/listing";
import type { ObjectMeta } from "../../core/metadata";
import { fieldsFor, TAKES } from "../../core/roles";
import type { Shown } from "../../core/views";
import { fitsRole, kindOf } from "../../fields/registry";
import { Icon } from "../../widgets/Icon";
import type { ChangeListing } from "./useShown";

interface Props {
  object: ObjectMeta;
  shown: Shown;
  onChange: ChangeListing;
}

/** Which columns a list or card has, in which order, and what its rows or cards are grouped by. */
export function ColumnChooser({ object, shown: { columns: shown, mode, group, roles, view }, onChange }: Props) {
  const { t } = useTranslation();
  const chosen: readonly ColumnChoice[] = shown.map(({ field, width }) => ({ field: field.name, width }));
  const others = object.fields.filter((field) => !shown.some((column) => column.field.name === field.name));
  const groupable = object.fields.filter((field) => field.groupable && (mode === "board" ? kindOf(field).columns : field.sortable));
  const set = (columns: readonly ColumnChoice[]) => onChange({ columns: columns.length > 0 ? columns : null }, true);
  const move = (index: number, by: -1 | 1) => {
    const next = [...chosen];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + by, 0, moved);
    set(next);
  };
  return (
    <div className="columns">
      {TAKES[mode].map((role) => role !== "group" && (
        <NativeSelect
          key={role} size="xs" label={t(`columns.${role}`)} value={roles[role]?.name ?? ""}
          data={[...(role === "end" || roles[role] === null ? [{ value: "", label: t("columns.noGroup") }] : []), ...fieldsFor(object, role, fitsRole).map(({ name, label }) => ({ value: name, label }))]}
          onChange={({ currentTarget: { value } }) => onChange({ roles: Object.fromEntries(TAKES[mode].flatMap((key) => (key === "group" ? [] : [[key, (key === role ? value : roles[key]?.name) || "-"]]))) })}
        />
      ))}
      {TAKES[mode].includes("group") && (
        <NativeSelect
          size="xs" label={t("columns.group")} value={group?.name ?? ""}
          data={[...(mode !== "board" ? [{ value: "", label: t("columns.noGroup") }] : []), ...groupable.map(({ name, label }) => ({ value: name, label }))]}
          onChange={({ currentTarget: { value } }) => onChange({ by: value === (view.group ?? "") ? null : value === "" ? "-" : value })}
        />
      )}
      <ul>
        {shown.map(({ field }, index) => (
          <li key={field.name}>
            <label><input type="checkbox" checked disabled={shown.length === 1} onChange={() => set(chosen.filter((column) => column.field !== field.name))} /><span className="clip">{field.label}</span></label>
            <button type="button" className="icon-button" disabled={index === 0} aria-label={t("columns.up", { field: field.label })} onClick={() => move(index, -1)}><Icon name="arrow_up" size={14} /></button>
            <button type="button" className="icon-button" disabled={index === shown.length - 1} aria-label={t("columns.down", { field: field.label })} onClick={() => move(index, 1)}><Icon name="arrow_down" size={14} /></button>
          </li>
        ))}
        {others.map((field) => (
          <li key={field.name}>
            <label><input type="checkbox" checked={false} onChange={() => set([...chosen, { field: field.name, width: null }])} /><span className="clip">{field.label}</span></label>
          </li>
        ))}
      </ul>
      <Button variant="subtle" onClick={() => onChange({ columns: null, by: null, roles: {} })}>{t("columns.usual")}</Button>
    </div>
  );
}
