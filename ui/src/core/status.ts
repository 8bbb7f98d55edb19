/** What the server says about itself. */
export type Status =
  | { kind: "starting" }
  | { kind: "unreachable" }
  | { kind: "not_ready"; version: string | null; reasons: readonly string[] }
  | { kind: "ready"; version: string | null; revision: number | null; database: string | null };

type Json = Record<string, unknown>;

async function answer(fetcher: typeof fetch, path: string): Promise<{ ok: boolean; body: Json }> {
  const response = await fetcher(path, { headers: { Accept: "application/json" }, cache: "no-store" });
  const body: unknown = await response.json().catch(() => null);
  return { ok: response.ok, body: typeof body === "object" && body !== null ? (body as Json) : {} };
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];

/** Ask the server whether it lives and whether it takes requests. */
export async function askStatus(fetcher: typeof fetch = fetch): Promise<Status> {
  try {
    const [health, ready] = await Promise.all([answer(fetcher, "/healthz"), answer(fetcher, "/readyz")]);
    if (!health.ok) return { kind: "unreachable" };
    const version = textOf(health.body["version"]);
    if (!ready.ok) return { kind: "not_ready", version, reasons: textsOf(ready.body["reasons"]) };
    const { revision, database } = ready.body;
    return { kind: "ready", version, revision: numberOf(revision), database: textOf(database) };
  } catch (cause) {
    if (cause instanceof TypeError) return { kind: "unreachable" }; // what fetch raises when nobody answers
    throw cause;
  }
}
