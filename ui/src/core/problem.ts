import type { Told } from "./told";

export type ProblemDocument = Told<"problem">;
export type ProblemEntry = NonNullable<ProblemDocument["errors"]>[number];

/** A refusal of the server in its own words, or the silence of one that cannot be reached. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly status: number,
    readonly code: string,
    title: string,
    readonly entries: readonly ProblemEntry[] = [],
    readonly params: Readonly<Record<string, unknown>> = {},
  ) {
    super(title);
  }

  /** Everything that is wrong, a sentence each. */
  get sentences(): readonly string[] {
    return this.entries.length > 0 ? this.entries.map((entry) => entry.message) : [this.message];
  }

  /** The sentences about a field. */
  of(field: string): readonly string[] {
    return this.entries.filter((entry) => entry.field === field).map((entry) => entry.message);
  }
}

const UNLOADED = /module script|imported module|unable to preload/i; // as browsers, and the loader of styles, say that a file of the pages did not come

/** Whether nobody answered: neither to a question nor to a screen that was asked for. */
export const isUnreachable = (cause: unknown): boolean =>
  cause instanceof Problem ? cause.status === 0 : cause instanceof Error && UNLOADED.test(cause.message);

const isProblem = (body: unknown): body is ProblemDocument =>
  typeof body === "object" && body !== null && "title" in body && "code" in body;

/** Read the answer of a request that failed. */
export async function problemOf(answer: Response): Promise<Problem> {
  const body: unknown = await answer.json().catch(() => null);
  if (!isProblem(body)) return new Problem(answer.status, "unreadable", answer.statusText || String(answer.status));
  return new Problem(answer.status, body.code, body.detail ?? body.title, body.errors ?? [], body.params ?? {});
}
