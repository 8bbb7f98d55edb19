import { layoutOf, narrowed, TYPE } from "../../core/choices";
import { holds, type Draft } from "../../core/judging";
import { fieldOf, type FieldMeta, type FieldPlace, type ObjectMeta } from "../../core/metadata";
import type { Value } from "../../core/records";

/** A field of a form as it stands now. */
export interface Slot {
  field: FieldMeta;
  wide: boolean;
  readonly: boolean;
}

export interface SlotGroup {
  name: string;
  label: string | null;
  columns: number;
  slots: readonly Slot[];
}

const place = (field: string): FieldPlace => ({ field, wide: false, visible_when: null, required_when: null, readonly_when: null });

/** The fields that somebody may write, in the places of the layout, those that it leaves out below. */
export function slotsOf(draft: Draft): readonly SlotGroup[] {
  const { object } = draft;
  const placed = new Set<string>();
  const sections = (layoutOf(object, draft.values)?.tabs ?? []).filter((tab) => holds(tab.visible_when, draft) !== false).flatMap((tab) => tab.sections);
  const groups = sections.flatMap((section): SlotGroup[] => {
    section.fields.forEach(({ field }) => placed.add(field));
    if (holds(section.visible_when, draft) === false) return [];
    const slots = section.fields.flatMap((item) => slotOf(object, item, draft));
    return slots.length === 0 ? [] : [{ name: section.name, label: section.label, columns: section.columns, slots }];
  });
  const left = object.fields.filter((field) => !placed.has(field.name) && field.required && field.default === undefined && !field.default_formula);
  const rest = left.flatMap((field) => slotOf(object, place(field.name), draft));
  return rest.length === 0 ? groups : [...groups, { name: "", label: null, columns: 2, slots: rest }];
}

function slotOf(object: ObjectMeta, item: FieldPlace, draft: Draft): readonly Slot[] {
  const field = fieldOf(object, item.field);
  if (field === undefined || !field.writable || field.masked || holds(item.visible_when, draft) === false) return [];
  if (field.name === TYPE && draft.before === null) return []; // it is chosen before all others
  const required = field.required || holds(item.required_when, draft) === true;
  const offered = narrowed(object, field, draft.values);
  return [{ field: required === field.required ? offered : { ...offered, required }, wide: item.wide, readonly: holds(item.readonly_when, draft) === true }];
}

export const isBlank = (value: Value): boolean =>
  value === null || value === undefined || (typeof value === "string" && value.trim() === "") || (Array.isArray(value) && value.length === 0);
