import { queryOptions } from "@tanstack/react-query";

import { ask, address, send } from "./client";
import { fieldOf, type ObjectMeta } from "./metadata";
import type { Value } from "./records";
import type { Told } from "./told";

/** What a file looks like before anybody maps it. */
export type FilePreview = Told<"import_preview">;
export type FileColumn = FilePreview["columns"][number];
export type ImportField = FilePreview["fields"][number];

/** How a file is written, where that cannot be found out. */
export interface Writing {
  encoding: string | null;
  delimiter: string | null;
}

/** Where one field comes from, as somebody maps it. */
export interface Draft {
  field: string | null;
  from: "column" | "formula" | "value";
  column: string;
  formula: string;
  value: Value;
  format: string;
  lookup: string | null;
  /** Texts of the file and what they stand for; null where somebody has to say. */
  values: Readonly<Record<string, string | null>>;
  sure: boolean;
}

/** How the rows become records, as somebody maps it. */
export interface Plan {
  drafts: readonly Draft[];
  match: string | null;
  distinct: boolean;
  mode: "all_or_none" | "partial";
}

const ISO = "YYYY-MM-DD";
const EMPTY: Draft = { field: null, from: "column", column: "", formula: "", value: null, format: "", lookup: null, values: {}, sure: true };

export const draftOf = (column: string): Draft => ({ ...EMPTY, column });

const columnOf = (preview: FilePreview, draft: Draft) =>
  draft.from === "column" ? preview.columns.find(({ title }) => title === draft.column) : undefined;

/** The plan that the preview suggests: one line for each column, those that are no field's yet left open. */
export function planOf(object: ObjectMeta, preview: FilePreview): Plan {
  const drafts = preview.columns.map(({ title }): Draft => {
    const guess = preview.guesses.find(({ column }) => column === title);
    if (guess === undefined) return draftOf(title);
    const draft = aimed(object, preview, draftOf(title), guess.field);
    return { ...draft, sure: guess.sure, lookup: guess.lookup ?? draft.lookup };
  });
  return { drafts, match: null, distinct: false, mode: "all_or_none" };
}

/** The values that a text of the file may stand for, by their names and their labels in every language. */
const meaningsOf = (target: ImportField | undefined, text: string): readonly string[] =>
  target?.choices[text.trim().normalize("NFKC").toLowerCase()] ?? [];

/** Aim a line at a field: what can be said for certain of its texts is said. */
export function aimed(object: ObjectMeta, preview: FilePreview, draft: Draft, field: string | null): Draft {
  const target = preview.fields.find(({ name }) => name === field);
  const column = columnOf(preview, draft);
  const formats = column?.formats ?? [];
  const listed = fieldOf(object, field ?? "")?.values !== undefined;
  const meaning = (text: string) => {
    const [meant = null, ...others] = meaningsOf(target, text);
    return others.length === 0 ? meant : null;
  };
  return {
    ...draft, field, sure: true,
    // One writing fits all texts, so it is no guess; where several do, somebody has to say.
    format: target?.format && formats.length === 1 ? (formats[0] ?? "") : "",
    lookup: target?.keys[0]?.name ?? null,
    values: !listed ? {} : Object.fromEntries((column?.values ?? []).map((text) => [text, meaning(text)])),
  };
}

/** What a line still needs before its rows can be read. */
export type Lack = "format" | "ambiguous" | "formula" | "values" | "several" | "repeated";

/** What a line of the plan lacks. */
export function lacksOf(object: ObjectMeta, preview: FilePreview, plan: Plan, draft: Draft): readonly Lack[] {
  const target = preview.fields.find(({ name }) => name === draft.field);
  if (target === undefined) return [];
  const column = columnOf(preview, draft);
  const found: Lack[] = [];
  if (plan.drafts.some((other) => other !== draft && other.field === draft.field)) found.push("repeated");
  if (draft.from === "formula" && draft.formula.trim() === "") found.push("formula");
  if (target.format && draft.format === "" && column && column.filled > 0) found.push(column.formats.length > 1 ? "ambiguous" : "format");
  const open = fieldOf(object, target.name)?.values === undefined ? [] : Object.keys(draft.values).filter((text) => draft.values[text] === null);
  if (open.some((text) => meaningsOf(target, text).length === 0)) found.push("values");
  if (open.some((text) => meaningsOf(target, text).length > 1)) found.push("several");
  return found;
}

/** The fields that must be filled and are not among the lines; with a match, rows that are there have them already. */
export const unfilled = (object: ObjectMeta, preview: FilePreview, plan: Plan): readonly ImportField[] =>
  plan.match !== null ? [] : preview.fields.filter(({ name, required }) => {
    const field = fieldOf(object, name);
    const given = field?.default !== undefined || field?.default_formula !== undefined;
    return required && !given && !plan.drafts.some((draft) => draft.field === name);
  });

/** The mapping that the API takes. */
export function mappingOf(object: ObjectMeta, plan: Plan, writing: Writing) {
  const fields = plan.drafts.flatMap((draft) => (draft.field === null ? [] : [entryOf(object, draft, draft.field)]));
  return {
    object: object.name, fields,
    ...(plan.match !== null && { match: plan.match, distinct: plan.distinct }),
    ...(writing.encoding !== null && { encoding: writing.encoding }),
    ...(writing.delimiter !== null && { delimiter: writing.delimiter }),
  };
}

function entryOf(object: ObjectMeta, draft: Draft, field: string) {
  if (draft.from === "value") return { field, value: draft.value };
  const listed = fieldOf(object, field)?.values !== undefined;
  const told = Object.entries(draft.values).filter((pair): pair is [string, string] => pair[1] !== null && pair[0] !== "");
  return {
    field,
    ...(draft.from === "column" ? { column: draft.column } : { formula: draft.formula.trim() }),
    ...(draft.format !== "" && draft.format !== ISO && { format: draft.format }),
    ...(draft.lookup !== null && { lookup: draft.lookup }),
    // Of a list of values, what nobody named is refused; of other texts it stays as it is.
    ...(told.length > 0 && { values: Object.fromEntries(told), ...(!listed && { other: "keep" }) }),
  };
}

/** What is wrong with a row, or with the file as a whole. */
export interface ImportProblem {
  row: number | null;
  field: string | null;
  code: string;
  message: string;
}

/** What came of an import, or of trying it. */
export interface ImportResult {
  rows: number;
  kept: boolean;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  repeated: number;
  warnings: number;
  problem_count: number;
  problems: readonly ImportProblem[];
  error?: { code: string };
}

export type JobState = "queued" | "running" | "waiting" | "done" | "done_with_errors" | "failed" | "cancelling" | "cancelled";

export interface Import {
  id: string;
  object: string;
  file: string;
  dry_run: boolean;
  job: string;
  state: JobState;
  progress: { done?: number; total?: number } | null;
  result: ImportResult | null;
  created_at: string;
  finished_at: string | null;
}

const FINISHED: ReadonlySet<JobState> = new Set(["done", "done_with_errors", "failed", "cancelled"]);
export const isFinished = (state: JobState): boolean => FINISHED.has(state);

function formOf(file: File, parts: Readonly<Record<string, string | null>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) if (value !== null) form.append(name, value);
  form.append("file", file);
  return form;
}

export const previewFile = (object: string, file: File, writing: Writing) =>
  ask<{ data: FilePreview }>("imports/preview", { method: "POST", body: formOf(file, { object, ...writing }) }).then(({ data }) => data);

export const startImport = (object: string, file: File, mapping: unknown, mode: Plan["mode"], dryRun: boolean) =>
  ask<{ data: { id: string; job: string } }>("imports", {
    method: "POST", body: formOf(file, { object, mapping: JSON.stringify(mapping), mode, dry_run: String(dryRun) }),
  }).then(({ data }) => data);

export const readImport = (id: string, signal?: AbortSignal) =>
  ask<{ data: Import }>(`imports/${id}`, signal ? { signal } : {}).then(({ data }) => data);

export const cancelJob = (job: string) => send(`jobs/${job}`, { method: "DELETE" });

export const errorsAddress = (id: string) => address(`imports/${id}/errors.csv`);

/** What undoing an import would do, or did: into the bin, given former values, left as somebody changed them since. */
export interface UndoCounts {
  deleted: number;
  restored: number;
  left: number;
}

interface UndoJob {
  state: JobState;
  progress: { done?: number; total?: number } | null;
  result: (UndoCounts & { error?: { code: string } }) | null;
}

export const countUndo = (id: string) =>
  ask<{ data: UndoCounts }>(`imports/${id}/undo`, { method: "POST", body: { dry_run: true } }).then(({ data }) => data);

export const startUndo = (id: string, { deleted, restored }: UndoCounts) =>
  ask<{ data: { job: string } }>(`imports/${id}/undo`, { method: "POST", body: { expect: deleted + restored } }).then(({ data }) => data.job);

const ASK_EVERY = 400;

/** How far an undoing is, asked for until it ends. */
export const undoQuery = (job: string) =>
  queryOptions({
    queryKey: ["import-undo", job],
    queryFn: ({ signal }) => ask<UndoJob>(`jobs/${job}`, { signal }),
    refetchInterval: (query) => (query.state.data && isFinished(query.state.data.state) ? false : ASK_EVERY),
  });
