import { queryOptions } from "@tanstack/react-query";

import { ask } from "./client";
import { fieldOf, type ObjectMeta } from "./metadata";
import { quoted } from "./operator";
import { listRecords, recordsKey, type RecordRow, type Value } from "./records";

/** The object of the platform whose records are people. */
export const USER = "user";
/** The object of the platform whose records are said about others. */
export const COMMENT = "comment";
const MOST = 6;

/** The record that a value points to, as an address has it. */
function pointed(value: Value): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { type: kind, id } = value as Readonly<Record<string, Value>>;
  return typeof kind === "string" && typeof id === "string" ? `${kind}/${id}` : null;
}

/** Where words about a record are read and changed: at the record, where whom they mention stands by name. Null for any other record. */
export function placeOfWords(object: string, id: string, values: Readonly<Record<string, Value>>, changing: boolean): string | null {
  const about = object === COMMENT ? Object.values(values).map(pointed).find((place) => place !== null) : undefined;
  return about === undefined ? null : `/o/${about}?part=timeline${changing ? `&reword=${id}` : ""}`;
}

/** Somebody who can be mentioned. */
export interface Named {
  id: string;
  name: string;
  login: string;
}

/** A piece of a text: words, or the mention of a sign-in name. */
export interface Piece {
  text: string;
  login: string | null;
}

// As the server finds them: a letter, digit or @ before the sign makes it part of an address.
const MENTION = /(?<![\p{L}\p{N}_@.])@([\p{L}\p{N}_][\p{L}\p{N}_.+-]*(?:@[\p{L}\p{N}_.-]+)?)/gu;
const OPEN = /(?<![\w@.+-])@([\p{L}\p{N}_.+'-]{0,40})$/u;

/** Cut a text at its mentions; a full stop after a name is none of it. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of text.matchAll(MENTION)) {
    const login = (found[1] ?? "").replace(/[.+-]+$/, "");
    if (found.index > at) pieces.push({ text: text.slice(at, found.index), login: null });
    at = found.index + 1 + login.length;
    pieces.push({ text: text.slice(found.index, at), login });
  }
  if (at < text.length) pieces.push({ text: text.slice(at), login: null });
  return pieces;
}

/** The sign-in names that texts mention, each once. */
export const loginsIn = (...texts: readonly string[]): readonly string[] => [...new Set(texts.flatMap(piecesOf).flatMap(({ login }) => login ?? []))];

/** What is typed of a mention before the caret, and where its sign stands; null where none is begun. */
export function openMention(text: string, caret: number): { from: number; typed: string } | null {
  const found = OPEN.exec(text.slice(0, caret));
  return found && { from: found.index, typed: found[1] ?? "" };
}

/** Put a name in the place of what is typed: blanks set it off, so that the server finds it in Chinese too. */
export function completed(text: string, from: number, caret: number, name: string): { text: string; caret: number } {
  const [before, after] = [text.slice(0, from), text.slice(caret)];
  const mention = `${/[\p{L}\p{N}_@.]$/u.test(before) ? " " : ""}@${name}`;
  const rest = /^\s/.test(after) ? after : ` ${after}`;
  return { text: before + mention + rest, caret: from + mention.length + 1 };
}

/** Words as somebody writes them: whom they mention stands there by name. */
export interface Wording {
  text: string;
  people: readonly Named[];
}

export const NO_WORDING: Wording = { text: "", people: [] };

/** The words that were said, to be written anew; of two people of one name the second stays there by the sign-in name. */
export function wordingOf(said: string, people: ReadonlyMap<string, Named>): Wording {
  const meant = new Map<string, Named>();
  const text = piecesOf(said).map((piece) => {
    const person = people.get(piece.login ?? "");
    if (person === undefined || (meant.get(person.name) ?? person).login !== person.login) return piece.text;
    meant.set(person.name, person);
    return `@${person.name}`;
  });
  return { text: text.join(""), people: [...meant.values()] };
}

const asPattern = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") + (/\w$/.test(name) ? "(?!\\w)" : "");

/** The words as they are sent: whom they mention stands there by sign-in name, set off from what follows. */
export function sentOf({ text, people }: Wording): string {
  if (people.length === 0) return text;
  const logins = new Map(people.map(({ name, login }) => [name, login]));
  const longestFirst = [...logins.keys()].sort((one, other) => other.length - one.length);
  const mention = new RegExp(`(?<![\\p{L}\\p{N}_@.])@(${longestFirst.map(asPattern).join("|")})`, "gu");
  return text.replace(mention, (whole, name: string, at: number) => {
    const goesOn = /^[.+-]*[\p{L}\p{N}_@]/u.test(text.slice(at + whole.length));
    return `@${logins.get(name) ?? name}${goesOn ? " " : ""}`;
  });
}

/** Whether the reader may see people by the name that mentions them. */
export const mentions = (user: ObjectMeta): boolean => fieldOf(user, "name") !== undefined && fieldOf(user, "login")?.filterable === true;

/** Those who can sign in, as far as the reader may tell. */
function present(user: ObjectMeta): readonly string[] {
  const asked = { active: "active = TRUE", kind: "kind = 'person'", login: "login <> 'system'" }; // who reads no kinds is not offered the platform itself either
  return Object.entries(asked).flatMap(([field, condition]) => (fieldOf(user, field)?.filterable ? [condition] : []));
}

const NAMES = ["id", "name", "login"] as const;

const namedIn = (rows: readonly RecordRow[]): readonly Named[] => rows.map(({ id, name, login }) => ({ id, name: String(name), login: String(login) }));

const people = (conditions: readonly string[], search: string | null, signal: AbortSignal) =>
  listRecords(USER, { fields: NAMES, filter: conditions.join(" AND ") || null, search, sort: ["name"], limit: MOST }, signal).then(({ data }) => namedIn(data));

/** People whose name, pinyin or sign-in name is like what is typed. */
export const offeredQuery = (user: ObjectMeta | undefined, typed: string) =>
  queryOptions({
    queryKey: [...recordsKey(USER), "mentions", typed],
    enabled: user !== undefined,
    queryFn: async ({ signal }): Promise<readonly Named[]> => {
      const conditions = user ? present(user) : [];
      if (typed === "") return people(conditions, null, signal);
      const found = await Promise.all([people(conditions, typed, signal), people([...conditions, `ICONTAINS(login, ${quoted(typed)})`], null, signal)]);
      return [...new Map(found.flat().map((person) => [person.id, person])).values()].slice(0, MOST);
    },
  });

/** The people behind sign-in names, those whom the reader may see. */
export const namedQuery = (user: ObjectMeta | undefined, logins: readonly string[]) =>
  queryOptions({
    queryKey: [...recordsKey(USER), "named", logins],
    enabled: user !== undefined && logins.length > 0,
    queryFn: ({ signal }) =>
      listRecords(USER, { fields: NAMES, filter: `login IN (${logins.map(quoted).join(", ")})`, limit: 200 }, signal)
        .then(({ data }): ReadonlyMap<string, Named> => new Map(namedIn(data).map((person) => [person.login, person]))),
  });

/** Whether those whom a comment on a record names would see it. */
export const foretoldQuery = (object: string, id: string, logins: readonly string[]) =>
  queryOptions({
    queryKey: [...recordsKey(object), "mentions", id, logins],
    enabled: logins.length > 0,
    queryFn: ({ signal }) =>
      ask<{ data: readonly { login: string; sees: boolean }[] }>(`records/${object}/${id}/mentions`, { query: { logins: logins.join(",") }, signal }).then(({ data }) => data),
  });
