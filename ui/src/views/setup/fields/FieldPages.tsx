import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Icon } from "../../../widgets/Icon";
import { showsField, withField, withoutFields, type FieldPages as Pages } from "./useFieldPages";

/** The pages of an object that show a field; what is published on one is taken off where the page is designed. */
export function FieldPages({ field, pages: { pages, amend } }: { field: string; pages: Pages }) {
  const { t } = useTranslation("setup");
  if (pages.length === 0) return null;
  return (
    <fieldset className="setup-field-pages">
      <legend>{t("field.pages")}</legend>
      {pages.map(({ name, title, item, published }) => (
        <Checkbox
          key={name} label={pages.length > 1 ? <>{title} <code className="quiet">{name}</code></> : title} checked={showsField(item, field)}
          disabled={published !== null && showsField(published.body, field) && showsField(item, field)}
          onChange={(event) => { const on = event.currentTarget.checked; amend((layout) => (on ? withField(layout, field) : withoutFields(layout, new Set([field]))), name); }}
        />
      ))}
      {!pages.some(({ item }) => showsField(item, field)) && <p className="setup-loses"><Icon name="warning" size={13} />{t("field.onNoPage")}</p>}
    </fieldset>
  );
}
