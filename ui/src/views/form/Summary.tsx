import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { fieldOf, type ObjectMeta } from "../../core/metadata";
import { ownerOf } from "./FormFields";
import type { Writing } from "./useDraft";

interface Wrong {
  field: string | null;
  label: string | null;
  message: string;
}

/** Everything that keeps a form from being saved; it takes the focus, and leads to each field. */
export function Summary({ object, writing, tries }: { object: ObjectMeta; writing: Writing; tries: number }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const wrong = wrongOf(object, writing, t("form.required"), t("form.unreachable"));
  const some = wrong.length > 0;
  useEffect(() => {
    if (tries > 0 && some) box.current?.focus();
  }, [tries, some]);
  if (tries === 0 || !some) return null;
  return (
    <div className="form-summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{t("form.wrong", { count: wrong.length })}</h2>
      <ul>
        {wrong.map(({ field, label, message }) => (
          <li key={`${field} ${message}`}>
            {field !== null && label !== null ? <button type="button" onClick={() => focusField(field)}>{label}</button> : null}
            {label !== null && t("form.colon")}{message}
          </li>
        ))}
      </ul>
    </div>
  );
}

function wrongOf(object: ObjectMeta, writing: Writing, required: string, unreachable: string): readonly Wrong[] {
  const at = (name: string | null | undefined, message: string): Wrong => {
    const field = name ? fieldOf(object, ownerOf(name)) : undefined;
    return { field: field?.name ?? null, label: field?.label ?? null, message };
  };
  const { refused } = writing;
  const told = refused === null ? [] : refused.status === 0 ? [at(null, unreachable)] : refused.entries.length === 0 ? [at(null, refused.message)]
    : refused.entries.filter((entry) => !entry.field || !writing.mended.has(ownerOf(entry.field))).map((entry) => at(entry.field, entry.message));
  const all = [...writing.missing.map((field) => at(field.name, required)), ...writing.errors.map((rule) => at(rule.at, rule.message)), ...told];
  return all.filter((item, index) => all.findIndex((other) => other.field === item.field && other.message === item.message) === index);
}

/** Put the cursor into a field. */
export function focusField(name: string): void {
  document.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"] :is(input, select, textarea, [contenteditable=true])`)?.focus();
}
