import { useTranslation } from "react-i18next";

import { holds, type Draft } from "../../core/judging";
import { fieldOf, may, type FieldPlace, type Section as SectionMeta } from "../../core/metadata";
import type { RecordRow } from "../../core/records";
import { kindOf } from "../../fields/registry";
import { Field } from "./Field";

interface Props {
  draft: Draft;
  row: RecordRow;
  sections: readonly SectionMeta[];
}

/** The sections of a page with what the record has in their places. */
export function Sections({ draft, row, sections }: Props) {
  const { t } = useTranslation();
  return sections.filter((section) => holds(section.visible_when, draft) !== false).map((section) => {
    const facts = <dl aria-label={section.label || t("record.fields")} data-columns={section.columns}>{section.fields.map((place) => <Place key={place.field} place={place} draft={draft} row={row} />)}</dl>;
    return (
      <details key={section.name} className="record-section" open={!section.collapsed}>
        <summary><h2>{section.label}</h2></summary>
        {facts}
      </details>
    );
  });
}

function Place({ place, draft, row }: { place: FieldPlace; draft: Draft; row: RecordRow }) {
  const { object } = draft;
  const field = fieldOf(object, place.field);
  if (!field || holds(place.visible_when, draft) === false) return null;
  const kind = kindOf(field);
  const editable = may(object, "update") && field.writable && !field.masked && holds(place.readonly_when, draft) !== true;
  return <Field object={object} row={row} field={field} wide={place.wide || (kind.wide ?? false)} editable={editable} />;
}
