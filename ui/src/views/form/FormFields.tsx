import { memo, useDeferredValue, useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { FieldMeta } from "../../core/metadata";
import type { Value } from "../../core/records";
import { kindOf } from "../../fields/registry";
import type { SlotGroup } from "./places";
import type { Writing } from "./useDraft";

const AT_FIRST = 40; // fields in sight when a form opens; the others follow when those are drawn

/** The sections of a form with their inputs. */
export function FormFields({ writing, autoFocus = false, saving }: { writing: Writing; autoFocus?: boolean; saving: boolean }) {
  const { t } = useTranslation();
  const all = useDeferredValue(true, false);
  const problems = useProblems(writing, t("form.required"));
  const first = writing.groups[0]?.slots[0]?.field.name;
  let room = all ? Infinity : AT_FIRST;
  return writing.groups.map((group) => {
    const slots = group.slots.slice(0, room);
    room -= slots.length;
    return slots.length > 0 && (
      <Section key={group.name} group={group}>
        {slots.map(({ field, wide, readonly }) => (
          <Place
            key={field.name} field={field} wide={wide || (kindOf(field).wide ?? false)} value={writing.values[field.name]} set={writing.set}
            problems={problems.get(field.name) ?? NONE} all={field.parts ? problems : null} disabled={readonly || saving} autoFocus={autoFocus && field.name === first}
          />
        ))}
      </Section>
    );
  });
}

function Section({ group, children }: { group: SlotGroup; children: React.ReactNode }) {
  const { t } = useTranslation();
  const label = group.label ?? t("form.more");
  return (
    <section className="form-section" data-columns={group.columns} aria-label={label}>
      <h2>{label}</h2>
      <div>{children}</div>
    </section>
  );
}

const NONE: readonly string[] = [];

/** What is wrong at each field: the server's words until the field changes, those of rules, and what is missing. */
function useProblems({ refused, mended, errors, missing }: Writing, required: string): ReadonlyMap<string, readonly string[]> {
  const text = JSON.stringify([
    ...missing.map((field) => [field.name, required]),
    ...errors.flatMap((rule) => (rule.at === null ? [] : [[rule.at, rule.message]])),
    ...(refused?.entries ?? []).flatMap((entry) => (entry.field && !mended.has(ownerOf(entry.field)) ? [[entry.field, entry.message]] : [])),
  ]);
  return useMemo(() => {
    const found = new Map<string, readonly string[]>();
    for (const [name, message] of JSON.parse(text) as [string, string][]) {
      const known = found.get(name) ?? NONE;
      if (!known.includes(message)) found.set(name, [...known, message]);
    }
    return found;
  }, [text]);
}

/** The field of a form that a field or a part of one stands in. */
export const ownerOf = (name: string): string => name.split("__")[0] ?? name;

interface PlaceProps {
  field: FieldMeta;
  wide: boolean;
  value: Value;
  set: (name: string, value: Value) => void;
  problems: readonly string[];
  all: ReadonlyMap<string, readonly string[]> | null;
  disabled: boolean;
  autoFocus: boolean;
}

const sameValues = (before: FieldMeta, after: FieldMeta) =>
  before.values === after.values || before.values?.map(({ name }) => name).join() === after.values?.map(({ name }) => name).join();

const Place = memo(
  function Place({ field, wide, value, set, problems, all, disabled, autoFocus }: PlaceProps) {
    const { Input } = kindOf(field);
    return (
      <div className="form-place" data-wide={wide || undefined} data-field={field.name}>
        <Input
          field={field} value={value} onChange={(next) => set(field.name, next)} problems={problems} disabled={disabled} autoFocus={autoFocus}
          problemsAt={(name) => all?.get(name) ?? NONE}
        />
      </div>
    );
  },
  (before, after) =>
    before.value === after.value && before.problems.join() === after.problems.join() && before.all === after.all && before.disabled === after.disabled &&
    before.wide === after.wide && before.set === after.set && before.field.name === after.field.name && before.field.required === after.field.required &&
    before.field.label === after.field.label && sameValues(before.field, after.field),
);
