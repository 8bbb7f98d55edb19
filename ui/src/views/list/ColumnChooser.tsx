import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { columnsOf, type ColumnChoice, type Listing } from "../../core/listing";
import type { ObjectMeta } from "../../core/metadata";
import { Icon } from "../../widgets/Icon";

interface Props {
  object: ObjectMeta;
  listing: Listing;
  onChange: (part: Partial<Listing>, replace?: boolean) => void;
}

/** Which columns a list has, and in which order. */
export function ColumnChooser({ object, listing, onChange }: Props) {
  const { t } = useTranslation();
  const shown = columnsOf(object, listing);
  const chosen: readonly ColumnChoice[] = shown.map(({ field, width }) => ({ field: field.name, width }));
  const others = object.fields.filter((field) => !shown.some((column) => column.field.name === field.name));
  const set = (columns: readonly ColumnChoice[]) => onChange({ columns: columns.length > 0 ? columns : null }, true);
  const move = (index: number, by: -1 | 1) => {
    const next = [...chosen];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + by, 0, moved);
    set(next);
  };
  return (
    <div className="columns">
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
      <Button variant="subtle" onClick={() => onChange({ columns: null })}>{t("columns.usual")}</Button>
    </div>
  );
}
