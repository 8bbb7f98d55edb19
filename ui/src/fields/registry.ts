import type { ComponentType } from "react";

import type { FieldMeta, ObjectMeta } from "../core/metadata";
import type { Operator } from "../core/operator";
import { writtenValue, type RecordRow, type Reference, type Value } from "../core/records";
import type { Role } from "../core/roles";
import { PLAIN } from "./plain/plain";

export type { Operator } from "../core/operator";

/** Shows a value to be read, in one line where `dense`, as in the cell of a list. */
export interface DisplayProps {
  field: FieldMeta;
  value: Value;
  dense?: boolean;
  /** The record that the value is of, where it is at hand. */
  row?: RecordRow;
}

/** Takes a value; what it hands out becomes by `written` what the API takes. */
export interface InputProps {
  field: FieldMeta;
  value: Value;
  onChange: (value: Value) => void;
  /** The sentences that are wrong with it, and those about the field of a part. */
  problems?: readonly string[];
  problemsAt?: (field: string) => readonly string[];
  /** Without its own label and help: in the cell of a list, where `ariaLabel` names it. */
  bare?: boolean;
  ariaLabel?: string;
  autoFocus?: boolean;
  disabled?: boolean;
  /** The value is final: a choice was made or the input was left. */
  onCommit?: (value: Value) => void;
  onCancel?: () => void;
}

/** Takes the value of an operator. */
export interface FilterProps {
  field: FieldMeta;
  operator: Operator;
  value: Value;
  onChange: (value: Value) => void;
  ariaLabel: string;
}

/** How values stand in time; places are milliseconds as the clocks of the person count them. */
export interface Timed {
  /** Whether a value is a whole day rather than an instant. */
  days: boolean;
  placeOf: (value: Value) => number | null;
  valueAt: (place: number) => string;
}

/** How values stand on earth, and the parts by which they are asked for. */
export interface Located {
  pointOf: (value: Value) => readonly [longitude: number, latitude: number] | null;
  longitude: string;
  latitude: string;
}

/** Everything that screens need to know of a field type. */
export interface FieldKind {
  /** The type's name; several kinds may share their parts. */
  type: string;
  Display: ComponentType<DisplayProps>;
  Input: ComponentType<InputProps>;
  Filter: ComponentType<FilterProps>;
  operators: readonly Operator[];
  /** Where cells put it, and how wide its column is at first. */
  align?: "start" | "end";
  width?: number;
  /** The value as a plain text: for titles, menus, screen readers and the clipboard; of a record, where it is at hand. */
  text?: (field: FieldMeta, value: Value, language: string, row?: RecordRow) => string;
  /** Whether columns of it may be summed. */
  sums?: boolean;
  /** Whether it takes a whole line of a page. */
  wide?: boolean;
  /** Whether a value that is being typed is whole enough to compute with; one of most types always is. */
  whole?: (value: Value) => boolean;
  /** The value as the API takes it, where that is not its own or the id of a reference. */
  written?: (value: Value) => Value;
  /** Whether boards may have a column for each of its values. */
  columns?: boolean;
  timed?: Timed;
  located?: Located;
  /** Whether a value is a list of ids, behind which no path leads on. */
  lists?: boolean;
  /** Whether a value points to one record. */
  points?: boolean;
  /** The value that names one record, where it is not the reference to it. */
  naming?: (one: Reference) => Value;
}

const kinds = new Map<string, FieldKind>();

/** Teach the application a field type; plugins may bring their own. */
export function defineField(kind: FieldKind): FieldKind {
  kinds.set(kind.type, kind);
  return kind;
}

/** The kind of a field: its type's; of a computed one its result's; else the plain one, which shows anything. */
export function kindOf(field: FieldMeta): FieldKind {
  return kinds.get(field.type) ?? kinds.get(field.returns ?? "") ?? PLAIN;
}

/** The value of a field as the API takes it. */
export const writtenBy = (field: FieldMeta, value: Value): Value => (kindOf(field).written ?? writtenValue)(value);

/** The value by which a field that names records names this one. */
export const namingBy = (field: FieldMeta, one: Reference): Value => (kindOf(field).naming ?? ((each) => each))(one);

/** The filter for the records whose field names this one; it is what the first operator of such fields says. */
export const namedBy = (field: FieldMeta, one: Reference): string | null => kindOf(field).operators[0]?.write(field.name, one) ?? null;

/** Whether a field of its own type, not one that computes such values, can have a role in views of an object. */
export function fitsRole(role: Role, field: FieldMeta, object: ObjectMeta): boolean {
  const kind = kinds.get(field.type);
  if (role === "parent") return kind?.points === true && field.to === object.name && field.filterable;
  if (role === "place") return kind?.located !== undefined;
  return kind?.timed !== undefined && field.filterable;
}

/** What lists and views ask of field types. */
export const KNOWING = { operatorsOf: (field: FieldMeta) => kindOf(field).operators, fits: fitsRole };
