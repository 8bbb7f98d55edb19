import { quoted } from "../../core/operator";
import { isBody, textOf, titleOf, type Explanation, type ItemSummary } from "./api";
import type { SetupWord } from "./words";

type Step = Explanation["steps"][number];

/** What an explanation was asked about. */
export interface Asked {
  object: string;
  record: string | undefined;
  person: string | undefined;
}

/** What ways are told by: the items there are, what they are called, and in which language. */
export interface Naming {
  items: readonly ItemSummary[];
  called: (kind: string, name: string) => string;
  language: string;
}

/** A way from a step to where what it tells of is kept. */
export interface Way {
  to: string;
  word: SetupWord;
  name?: string;
}

const OF_SHARING: ReadonlySet<string> = new Set([
  "default", "not_default", "hierarchy_off", "parent", "not_parent", "inherited", "not_inherited", "no_arm",
]);
const OF_RECORD: ReadonlySet<string> = new Set(["owner", "not_owner", "share", "not_share", "hierarchy", "not_hierarchy", "record_deleted"]);
const OF_PERSON: ReadonlySet<string> = new Set(["right_missing", "masked", "no_unit", "hierarchy", "not_hierarchy"]);

/** The objects whose records sharing names, by the field that tells them. */
const GRANTEES: Readonly<Record<string, { object: string; by: string; word: SetupWord }>> = {
  team: { object: "team", by: "name", word: "explain.team" },
  queue: { object: "queue", by: "name", word: "explain.queue" },
  unit: { object: "org_unit", by: "code", word: "explain.unit" },
  unit_and_below: { object: "org_unit", by: "code", word: "explain.unit" },
};

/** Where an administrator changes what a step tells of, the nearest first. */
export function waysOf(step: Step, asked: Asked, naming: Naming): readonly Way[] {
  const { code, params } = step;
  const { called } = naming;
  const ways = [
    ...roleWays([params["role"], params["held"]].map(textOf), naming),
    ...sharingWays(step, asked, naming),
    ...granteeWays(textOf(params["kind"]), textOf(params["name"]), naming),
  ];
  if (OF_RECORD.has(code) && asked.record !== undefined) ways.push({ to: `/o/${asked.object}/${asked.record}`, word: "explain.toRecord" });
  if (OF_PERSON.has(code) && asked.person !== undefined) ways.push({ to: `/o/user/${asked.person}`, word: "explain.toPerson" });
  if (code.startsWith("button_")) ways.push({ to: `/setup/action/${textOf(params["act"])}`, word: "explain.button", name: called("action", textOf(params["act"])) });
  if (code.startsWith("guard_")) ways.push({ to: `/setup/plugins/${textOf(params["package"])}`, word: "explain.package", name: textOf(params["package"]) });
  return ways;
}

const roleWays = (names: readonly string[], { called }: Naming): Way[] =>
  [...new Set(names)].filter((name) => name !== "").map((name) => ({ to: `/setup/role/${name}`, word: "explain.role", name: called("role", name) }));

/** The document of sharing that decides over the object, opened at the rule or the restriction that a step names. */
function sharingWays({ place, code, params }: Step, { object }: Asked, { items, called, language }: Naming): Way[] {
  const sharing = items.find((item) => item.kind === "sharing" && item.object === object);
  if (sharing === undefined) return [];
  const to = `/setup/sharing/${sharing.name}`;
  const rule = place === "sharing" || place === "restriction" ? textOf(params["rule"]) : "";
  if (rule === "") return OF_SHARING.has(code) ? [{ to, word: "explain.sharing", name: called("sharing", sharing.name) }] : [];
  const label = isBody(params["label"]) ? params["label"] : null;
  const list = place === "restriction" ? "restrictions" : "rules";
  return [{ to: `${to}?at=${list}/${rule}`, word: place === "restriction" ? "explain.restriction" : "explain.rule", name: titleOf({ name: rule, label }, language) }];
}

function granteeWays(kind: string, name: string, naming: Naming): Way[] {
  if (kind === "role") return roleWays([name], naming);
  const grantee = GRANTEES[kind];
  return grantee ? [{ to: `/o/${grantee.object}?filter=${encodeURIComponent(`${grantee.by} = ${quoted(name)}`)}`, word: grantee.word, name }] : [];
}
