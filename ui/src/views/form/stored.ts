import type { ObjectMeta } from "../../core/metadata";
import { readRecord } from "../../core/records";
import { pathOf } from "../../fields/paths";
import type { Stored } from "./useDraft";

/** What is asked of a record that is shown or written whole. */
export const wholePaths = (object: ObjectMeta): readonly string[] => [...new Set(["id", "version", ...object.fields.map(pathOf)])];

/** Read a record as it is stored now. */
export async function readStored(object: ObjectMeta, id: string, signal?: AbortSignal): Promise<Stored & { id: string }> {
  const { data } = await readRecord(object.name, id, wholePaths(object), signal);
  return { id, values: data, version: data.version ?? 0 };
}
