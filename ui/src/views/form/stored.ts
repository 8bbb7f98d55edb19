import type { ObjectMeta } from "../../core/metadata";
import { readWithRights } from "../../core/records";
import { pathOf } from "../../fields/paths";
import type { Stored } from "./useDraft";

/** What is asked of a record that is shown or written whole. */
export const wholePaths = (object: ObjectMeta): readonly string[] => [...new Set(["id", "version", ...object.fields.map(pathOf)])];

/** Read a record as it is stored now, and what the caller may do with it. */
export async function readStored(object: ObjectMeta, id: string, signal?: AbortSignal): Promise<Stored & { id: string; rights: readonly string[] }> {
  const { data, rights } = await readWithRights(object.name, id, wholePaths(object), signal);
  return { id, values: data, version: data.version ?? 0, rights };
}
