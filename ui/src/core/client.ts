import { Problem, problemOf } from "./problem";

export const API = "/api/v1";
const READS = new Set(["GET", "HEAD"]);

/** What every request carries, and who is told of what answers carry. */
export interface Surroundings {
  /** That of the pages. */
  language: string;
  /** In which a person reads what translations say of the metadata; null where that is the language of the pages. */
  reading: string | null;
  csrf: string | null;
  onRevision: (revision: string) => void;
  onSignedOut: () => void;
  onViewEnded: () => void;
}

const surroundings: Surroundings = { language: "en", reading: null, csrf: null, onRevision: () => {}, onSignedOut: () => {}, onViewEnded: () => {} };

/** Set what requests carry from now on. */
export function surround(changes: Partial<Surroundings>): void {
  Object.assign(surroundings, changes);
}

export interface Request {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  query?: Readonly<Record<string, string | number | undefined>>;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/** The address of a call, its parts made safe. */
export function address(path: string, query: Request["query"] = {}): string {
  const given = Object.entries(query).filter((pair): pair is [string, string | number] => pair[1] !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `${API}/${path.split("/").map(encodeURIComponent).join("/")}${search ? `?${search}` : ""}`;
}

/** The languages that an answer may speak, the preferred one first. */
const accepted = (): string => (surroundings.reading === null ? surroundings.language : `${surroundings.reading}, ${surroundings.language};q=0.5`);

const underway = new Set<Promise<unknown>>();
let leaving = false;

/** Send a request and return its answer; a refusal is thrown as a problem. A page that is being left is told nothing more. */
export function send(path: string, request: Request = {}): Promise<Response> {
  if (leaving) return new Promise(() => {});
  const sent = answered(path, request);
  underway.add(sent);
  const over = () => void underway.delete(sent);
  sent.then(over, over);
  return sent;
}

/** Go to another address by a request after which the server sees somebody else: nothing is asked beside it or after it. */
export async function leave(to: string, path: string, request: Request): Promise<void> {
  leaving = true;
  try {
    await Promise.allSettled(underway);
    await answered(path, request);
  } catch (cause) {
    leaving = false;
    throw cause;
  }
  window.location.assign(to);
}

async function answered(path: string, request: Request): Promise<Response> {
  const method = request.method ?? "GET";
  const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": accepted() };
  if (!READS.has(method) && surroundings.csrf !== null) headers["X-CSRF-Token"] = surroundings.csrf;
  let body: BodyInit | null = null;
  if (request.body instanceof FormData) body = request.body;
  else if (request.body !== undefined) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(request.body);
  }
  const answer = await fetch(address(path, request.query), {
    method, body, headers: { ...headers, ...request.headers }, signal: request.signal ?? null,
  }).catch((cause: unknown) => {
    if (cause instanceof TypeError) throw new Problem(0, "unreachable", "unreachable"); // nobody answers
    throw cause;
  });
  const revision = answer.headers.get("X-Catalog-Revision");
  if (revision !== null) surroundings.onRevision(revision);
  if (answer.ok) return answer;
  if (answer.status === 401 && !path.startsWith("auth/")) surroundings.onSignedOut();
  const problem = await problemOf(answer);
  if (problem.code === "view_as_ended") surroundings.onViewEnded();
  throw problem;
}

/** Send a request and return the JSON it is answered with. */
export async function ask<T>(path: string, request: Request = {}): Promise<T> {
  const answer = await send(path, request);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}
