import { useTranslation } from "react-i18next";

import { TYPE, typesOf } from "../../core/choices";
import { fieldOf, type ObjectMeta } from "../../core/metadata";
import type { Writing } from "./useDraft";

/** Which kind of record is made; the form follows. */
export function TypeChoice({ object, writing, disabled }: { object: ObjectMeta; writing: Writing; disabled: boolean }) {
  const { t } = useTranslation();
  const types = typesOf(object);
  const field = fieldOf(object, TYPE);
  if (types.length < 2 || !field?.writable) return null;
  return (
    <fieldset className="type-choice" disabled={disabled}>
      <legend>{field.label}</legend>
      {types.map((type) => {
        const chosen = writing.values[TYPE] === type.name;
        return (
          <label key={type.name} data-checked={chosen || undefined}>
            <input type="radio" name={`${object.name} ${TYPE}`} checked={chosen} onChange={() => writing.set(TYPE, type.name)} />
            <span>{type.label}</span>
            {type.help && <span className="quiet">{type.help}</span>}
          </label>
        );
      })}
      <p className="unseen" role="status">{t("form.typeIs", { label: types.find(({ name }) => name === writing.values[TYPE])?.label ?? "" })}</p>
    </fieldset>
  );
}
