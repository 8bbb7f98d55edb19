import { queryOptions, useQuery } from "@tanstack/react-query";

import { ask } from "./client";

export type Right = "read" | "create" | "update" | "delete" | "import" | "export" | (string & {});

export interface ObjectSummary {
  name: string;
  label: string;
  plural: string;
  icon: string | null;
  rights: readonly Right[];
}

export interface FieldValue {
  name: string;
  label: string;
  colour?: string | null;
  active?: boolean;
  meaning?: string | null;
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
  editor: Readonly<Record<string, unknown>>;
  to?: string;
  to_name?: string;
  values?: readonly FieldValue[];
  max_length?: number;
  scale?: number;
  min?: number | string;
  max?: number | string;
  returns?: string;
}

export interface States {
  field: string;
  initial: readonly string[];
  others: string;
  transitions: readonly { from: string; to: string; requires: readonly string[] }[];
}

/** An object as the caller may see it; views, layouts and actions stand here when the server has them. */
export interface ObjectMeta extends ObjectSummary {
  name_field: string | null;
  owned: boolean;
  fields: readonly FieldMeta[];
  states: States | null;
  unique_keys: readonly (readonly string[])[];
  children: readonly { name: string; object: string; field: string }[];
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
  menu: readonly { name: string; label: string; items: readonly { name: string; object: string }[] }[];
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

export const may = (object: { rights: readonly Right[] }, right: Right): boolean => object.rights.includes(right);
