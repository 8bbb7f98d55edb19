// @vitest-environment node
// The browser back end yields what the server's does.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { Decimal } from "./arithmetic.ts";
import { environmentOf, type Loaded } from "./environment.ts";
import { compile } from "./evaluate.ts";
import { FUNCTIONS, LAZY, SERVER_FUNCTIONS } from "./functions/index.ts";
import type { Checked, Tree, WireValue } from "./tree.ts";
import { ERROR, UNKNOWN, same, type Result } from "./value.ts";
import { readValue } from "./wire.ts";

interface Case {
  readonly formula: string;
  readonly checked: Checked;
  readonly record: Loaded;
  readonly expected: WireValue;
}

const CASES = JSON.parse(readFileSync(join(import.meta.dirname, "cases.json"), "utf-8")) as readonly Case[];

function run(formula: Case, record: Loaded = formula.record): Result {
  return compile(formula.checked)(environmentOf({ ...record, values: record.values ?? {} }));
}

function functionsOf(tree: Tree): string[] {
  if (tree.node === "apply") return [tree.function, ...tree.arguments.flatMap(functionsOf)];
  return tree.node === "compare" ? [...functionsOf(tree.left), ...functionsOf(tree.right)] : [];
}

function mayBeUnknown({ checked }: Case): boolean {
  const functions = functionsOf(checked.tree);
  const asked = ["HASROLE", "INTEAM", "HASPERMISSION", "ISOWNER", "ICONTAINS", "FOLD"];
  return functions.some((name) => SERVER_FUNCTIONS.includes(name) || asked.includes(name));
}

function agrees(result: Result, { checked, expected }: Case): boolean {
  if (expected === "#ERROR") return result === ERROR;
  if (result === ERROR || result === UNKNOWN) return false;
  const kind = checked.returns ?? checked.type;
  const wanted = readValue(expected, kind === "any" ? "text" : kind);
  return wanted instanceof Decimal && result instanceof Decimal ? wanted.eq(result) : same(wanted, result);
}

describe("the shared cases", () => {
  test.each(CASES.map((one, index) => [`${index} ${one.formula}`, one] as const))("%s", (_, one) => {
    const result = run(one);
    if (result === UNKNOWN && mayBeUnknown(one)) return;
    expect({ result: agrees(result, one) ? one.expected : result }).toEqual({ result: one.expected });
  });
});

test("a function that only the server has is unknown", () => {
  const known = [...Object.keys(FUNCTIONS), ...Object.keys(LAZY)];
  expect(SERVER_FUNCTIONS.filter((name) => known.includes(name))).toEqual([]);
  const server = CASES.filter(({ checked }) => functionsOf(checked.tree).some((name) => SERVER_FUNCTIONS.includes(name)));
  expect(server.length).toBeGreaterThan(5);
  expect(server.map((one) => run(one))).toEqual(server.map(() => UNKNOWN));
});

describe("data that is not loaded", () => {
  const field: Tree = { node: "field", type: "number", path: "account.amount" };
  const over = (tree: Tree): Checked => ({ type: tree.type, returns: null, tree });
  const call = (name: string, ...parts: Tree[]): Tree => ({ node: "apply", type: "number", function: name, arguments: parts });
  const constant = (value: string): Tree => ({ node: "constant", type: "number", value });

  test("makes the formula unknown", () => {
    expect(compile(over(call("add", field, constant("1"))))(environmentOf({ values: {} }))).toBe(UNKNOWN);
  });

  test("is no error that IFERROR catches", () => {
    expect(compile(over(call("IFERROR", field, constant("1"))))(environmentOf({ values: {} }))).toBe(UNKNOWN);
  });

  test("does not matter where it is not read", () => {
    const no: Tree = { node: "constant", type: "boolean", value: false };
    expect(String(compile(over(call("IF", no, field, constant("1"))))(environmentOf({ values: {} })))).toBe("1");
  });

  test("differs from a blank", () => {
    expect(compile(over(field))(environmentOf({ values: { "account.amount": null } }))).toBe(null);
  });
});
