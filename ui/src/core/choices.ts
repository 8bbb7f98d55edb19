import { fieldOf, type FieldMeta, type FieldValue, type Layout, type ObjectMeta, type RecordType } from "./metadata";
import type { Value } from "./records";

type Values = Readonly<Record<string, Value>>;

/** The field that holds the type of a record. */
export const TYPE = "record_type";

/** The types that a new record may have. */
export const typesOf = (object: ObjectMeta): readonly RecordType[] => (object.record_types ?? []).filter((type) => type.active);

/** The type that a new record has when nobody chooses one. */
export const usualType = (object: ObjectMeta): RecordType | undefined => typesOf(object).find((type) => type.default);

/** The type of a record; those from before there were types have none. */
export const typeOf = (object: ObjectMeta, values: Values): RecordType | undefined => object.record_types?.find(({ name }) => name === values[TYPE]);

/** The page of a record: the first one for its type or for all. */
export const layoutOf = (object: ObjectMeta, values: Values): Layout | undefined =>
  object.layouts.find(({ record_types: types = [] }) => types.length === 0 || types.some((name) => name === values[TYPE]));

/** Whether a value goes with the type of the record and with what controls its field, as far as these are known. */
function fits(object: ObjectMeta, field: FieldMeta, value: FieldValue, values: Values): boolean {
  const allowed = typeOf(object, values)?.values[field.name];
  if (allowed !== undefined && !allowed.includes(value.name)) return false;
  const control = field.controlled_by === undefined ? undefined : values[field.controlled_by];
  return value.goes_with === undefined || control === undefined || value.goes_with.some((name) => name === control);
}

const held = (value: Value): readonly Value[] => (Array.isArray(value) ? value : [value]);

/** The field with the values that it may have in this record, and with what it has. */
export function narrowed(object: ObjectMeta, field: FieldMeta, values: Values): FieldMeta {
  const offered = field.values?.filter((value) => fits(object, field, value, values) || held(values[field.name]).includes(value.name));
  return offered === undefined || offered.length === field.values?.length ? field : { ...field, values: offered };
}

/** The fields whose values go with that one. */
export const goingWith = (object: ObjectMeta, name: string): readonly FieldMeta[] =>
  object.fields.filter((field) => field.controlled_by === name || (name === TYPE && object.record_types?.some((type) => field.name in type.values)));

/** What changes with a field: values that no longer go with it leave; a new record starts as its type does. */
export function settled(object: ObjectMeta, values: Values, name: string, former: RecordType | null = null): Values {
  const starts = name === TYPE && former !== null ? startedAnew(object, values, former) : {};
  return goingWith(object, name).reduce<Values>((changes, field) => {
    const now = { ...values, ...changes };
    const value = now[field.name];
    const kept = held(value).filter((one) => field.values?.every((known) => known.name !== one || fits(object, field, known, now)));
    if (value === null || value === undefined || kept.length === held(value).length) return changes;
    const next = { ...now, [field.name]: Array.isArray(value) ? kept : null };
    return { ...changes, [field.name]: next[field.name], ...settled(object, next, field.name) };
  }, starts);
}

/** What fields start with in the type that was chosen, where they are blank or as the former type had them start. */
function startedAnew(object: ObjectMeta, values: Values, former: RecordType): Values {
  const starts = typeOf(object, values)?.defaults ?? {};
  const names = [...new Set([...Object.keys(starts), ...Object.keys(former.defaults)])];
  const own = names.filter((field) => (values[field] ?? null) === null || values[field] === former.defaults[field]);
  return Object.fromEntries(own.map((field): [string, Value] => [field, starts[field] ?? fieldOf(object, field)?.default ?? null]));
}
