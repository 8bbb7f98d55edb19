import { queryOptions, useQuery } from "@tanstack/react-query";

import type { Checked } from "../formula/tree";
import { ask } from "./client";
import type { Value } from "./records";
import { onlyLooks } from "./viewing";

export type Right = "read" | "create" | "update" | "delete" | "import" | "export" | (string & {});

export interface ObjectSummary {
  name: string;
  label: string;
  plural: string;
  icon: string | null;
  rights: readonly Right[];
  /** Its records belong to others, on whose pages they are found; told in lists of objects. */
  child?: boolean;
}

export interface FieldValue {
  name: string;
  label: string;
  colour?: string | null;
  icon?: string | null;
  active?: boolean;
  meaning?: string | null;
  /** The values of the controlling field that it goes with; without them, any. */
  goes_with?: readonly string[];
}

/** How the value of a field is typed in. */
export interface Editor {
  input: string;
  max_length?: number | null;
  max_items?: number;
  max?: number;
  scale?: number;
  precision?: number;
  to?: string | null;
  readonly?: boolean;
  symbology?: string;
}

/** A field as the caller may see it. */
export interface FieldMeta {
  name: string;
  type: string;
  label: string;
  help: string | null;
  required: boolean;
  system: boolean;
  computed: boolean;
  masked: boolean;
  writable: boolean;
  filterable: boolean;
  sortable: boolean;
  groupable: boolean;
  editor: Editor;
  /** The object that it points to, and the field by which people know one of those. */
  to?: string;
  to_name?: string;
  /** Of an amount: the field that says its currency and the code of sums, or the one currency of the workspace. */
  currency?: { field?: string | null; code?: string | null; sums?: string | null };
  /** The objects that it may point to. */
  targets?: readonly string[];
  /** The fields that its value consists of, each with its key there. */
  parts?: readonly PartMeta[];
  /** What a new record starts with. */
  default?: Value;
  default_formula?: Checked;
  values?: readonly FieldValue[];
  /** The field whose value says which values this one may have. */
  controlled_by?: string;
  max_length?: number;
  scale?: number;
  min?: number | string;
  max?: number | string;
  returns?: string;
}

export interface PartMeta extends FieldMeta {
  part: string;
}

/** The way from one state, or from `*` any, to another: what must be filled, what must hold, and the words when it does not. */
export interface Transition {
  from: string;
  to: string;
  requires: readonly string[];
  when: Checked | null;
  message: string | null;
}

export interface States {
  field: string;
  initial: readonly string[];
  others: "allow" | "refuse";
  transitions: readonly Transition[];
}

/** What a record must not be: where the condition holds, the message is told. */
export interface Rule {
  name: string;
  severity: "error" | "warning";
  message: string;
  when: Checked;
  /** The field that it is told at. */
  at: string | null;
}

/** What stands on a page, and when it shows. */
interface Conditional {
  visible_when: Checked | null;
}

export interface FieldPlace extends Conditional {
  field: string;
  wide: boolean;
  required_when: Checked | null;
  readonly_when: Checked | null;
}

export interface Section extends Conditional {
  name: string;
  label: string;
  columns: number;
  collapsed: boolean;
  fields: readonly FieldPlace[];
}

/** The records whose field names a record, alone or among others. */
export interface RelatedList extends Conditional {
  relation: string;
  object: string;
  field: string;
  label: string | null;
  columns: readonly string[];
  sort: readonly string[];
}

export interface Component extends Conditional {
  name: string;
  label: string;
  component: string;
}

export interface Tab extends Conditional {
  name: string;
  label: string;
  sections: readonly Section[];
  related: readonly RelatedList[];
  components: readonly Component[];
}

/** The page of one record. */
export interface Layout {
  name: string;
  label: string;
  /** The types of the records whose page it is; of all where there are none. */
  record_types?: readonly string[];
  compact: readonly string[];
  highlights: readonly string[];
  tabs: readonly Tab[];
}

export type ViewType = "list" | "board" | "calendar" | "timeline" | "gallery" | "map" | "tree";

/** One way to look at many records; its filter is a formula, and a column may be a path through a reference. */
export interface View {
  /** Of a personal view, its id. */
  name: string;
  label: string;
  type: ViewType;
  /** Whether the caller keeps it for itself. */
  personal: boolean;
  /** How many conditions and sort keys of it name what is not there any more. */
  left_out: number;
  columns: readonly { field: string; label: string | null; width: number | null }[];
  filter: string | null;
  sort: readonly string[];
  group: string | null;
  start: string | null;
  end: string | null;
  parent: string | null;
  place: string | null;
  summaries: readonly { field: string; function: "sum" | "avg" | "min" | "max" | "count_distinct" }[];
}

/** A value that an action asks for; it is typed in like that of a field. */
export type ParameterMeta = Pick<FieldMeta, "name" | "type" | "label" | "help" | "required" | "editor"> & Partial<FieldMeta>;

/** A button of a record that the caller may press. */
export interface ActionMeta {
  name: string;
  label: string;
  icon: string | null;
  kind: "update" | "create" | "open" | "hook" | (string & {});
  confirm: string | null;
  shown: readonly ("page" | "list")[];
  available_when: Checked | null;
  parameters: readonly ParameterMeta[];
}

/** A kind of records of an object: which values it leaves to fields, and what they start with. */
export interface RecordType {
  name: string;
  label: string;
  help: string | null;
  active: boolean;
  /** Whether new records of the caller have it. */
  default: boolean;
  values: Readonly<Record<string, readonly string[]>>;
  defaults: Readonly<Record<string, Value>>;
}

/** An object as the caller may see it. */
export interface ObjectMeta extends ObjectSummary {
  name_field: string | null;
  owned: boolean;
  fields: readonly FieldMeta[];
  states: States | null;
  unique_keys: readonly (readonly string[])[];
  children: readonly { name: string; object: string; field: string }[];
  rules: readonly Rule[];
  /** The one that opens first in front; there is always a list. */
  views: readonly View[];
  /** The one that fits the reader in front. */
  layouts: readonly Layout[];
  actions?: readonly ActionMeta[];
  record_types?: readonly RecordType[];
}

/** Descriptions stay until the catalog's revision or the language moves. */
export const DESCRIBED = "described";

export const objectsQuery = () =>
  queryOptions({
    queryKey: [DESCRIBED, "objects"],
    queryFn: ({ signal }) => ask<{ data: ObjectSummary[] }>("objects", { signal }).then((answer) => answer.data),
    staleTime: Infinity,
  });

/** A menu that somebody drew for the caller: groups of ways into objects. */
export interface App {
  name: string;
  label: string;
  menu: readonly { name: string; label: string; items: readonly AppItem[] }[];
  cards: readonly AppCard[];
}

/** A view whose first records stand on the home screen; without a label it has the view's. */
export interface AppCard {
  name: string;
  object: string;
  view: string;
  label: string | null;
}

/** A way into the records of an object; without a view its first one opens. */
export interface AppItem {
  name: string;
  object: string;
  view: string | null;
  label: string;
  icon: string | null;
}

export const appsQuery = () =>
  queryOptions({
    queryKey: [DESCRIBED, "apps"],
    queryFn: ({ signal }) => ask<{ data: App[] }>("apps", { signal }).then((answer) => answer.data),
    staleTime: Infinity,
  });

export const objectQuery = (name: string) =>
  queryOptions({
    queryKey: [DESCRIBED, "object", name],
    queryFn: ({ signal }) => ask<ObjectMeta>(`objects/${name}`, { signal }),
    staleTime: Infinity,
  });

export const useObjects = () => useQuery(objectsQuery());
export const useObject = (name: string) => useQuery(objectQuery(name));

/** The field of that name; undefined when the caller may not see it. */
export const fieldOf = (object: ObjectMeta, name: string) => object.fields.find((field) => field.name === name);

/** Whether the caller may do something now; who looks as somebody else only reads, whatever that person may do. */
export const may = (object: { rights: readonly Right[] }, right: Right): boolean => object.rights.includes(right) && (right === "read" || !onlyLooks());
