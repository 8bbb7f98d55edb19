import { expect, test } from "vitest";

import { aimed, draftOf, lacksOf, mappingOf, planOf, unfilled, type FilePreview, type ImportField } from "./importing";
import type { FieldMeta, ObjectMeta } from "./metadata";

const field = (name: string, part: Partial<FieldMeta> = {}): FieldMeta => ({
  name, type: "text", label: name, help: null, required: false, system: false, computed: false, masked: false, writable: true,
  filterable: true, sortable: true, groupable: true, editor: { input: "text" }, ...part,
});
const object: ObjectMeta = {
  name: "deal", label: "Deal", plural: "Deals", icon: null, rights: ["import"], name_field: "name", owned: false, states: null, unique_keys: [["code"]],
  children: [], rules: [], views: [], layouts: [],
  fields: [field("name", { required: true }), field("stage", { values: [{ name: "won", label: "赢单" }, { name: "old", label: "Old", active: false }] }), field("day"), field("unit")],
};
const target = (name: string, part: Partial<ImportField> = {}): ImportField => ({ name, label: name, required: false, format: false, reference: false, keys: [], choices: {}, ...part });
const column = (title: string, values: string[] | null = null, formats: string[] = []) => ({ title, filled: 3, values, formats });
const preview: FilePreview = {
  file: "deals.csv", encoding: "utf-8", delimiter: ",", rows: 3, sample: [],
  columns: [column("Stage", ["Won", "赢单", "Old", "ＬＯＳＴ"]), column("day", null, ["M/D/YYYY", "D/M/YYYY"]), column("seen", null, ["M/D/YYYY"]), column("unit"), column("iso", null, ["YYYY-MM-DD"])],
  fields: [target("name", { required: true }), target("stage", { choices: { won: ["won"], 赢单: ["won"], lost: ["lost"], open: ["old", "won"] } }), target("day", { format: true }), target("unit", { reference: true, keys: [{ name: "code", label: "Code" }] })],
  guesses: [{ field: "stage", column: "Stage", sure: false }, { field: "unit", column: "unit", sure: true }],
};
const writing = { encoding: null, delimiter: null };

test("columns are aimed at the fields that they may be, and the rest is left open", () => {
  const plan = planOf(object, preview);
  expect(plan.drafts.map((draft) => [draft.column, draft.field, draft.sure])).toEqual([
    ["Stage", "stage", false], ["day", null, true], ["seen", null, true], ["unit", "unit", true], ["iso", null, true],
  ]);
});

test("texts of a list of values are known by name or label in any language, and the others are asked for", () => {
  const draft = aimed(object, preview, draftOf("Stage"), "stage");
  expect(draft.values).toEqual({ Won: "won", 赢单: "won", Old: null, "ＬＯＳＴ": "lost" });
  expect(lacksOf(object, preview, { ...planOf(object, preview), drafts: [draft] }, draft)).toEqual(["values"]);
});

test("a text that labels several values is asked for in other words than one that labels none", () => {
  const asked = { ...preview, columns: [column("Stage", ["Open"])] };
  const draft = aimed(object, asked, draftOf("Stage"), "stage");
  expect([draft.values, lacksOf(object, asked, { ...planOf(object, asked), drafts: [draft] }, draft)]).toEqual([{ Open: null }, ["several"]]);
});

test("a date writing that alone fits is taken, and where several do it is asked", () => {
  const lacks = (title: string) => {
    const draft = aimed(object, preview, draftOf(title), "day");
    return [draft.format, lacksOf(object, preview, { ...planOf(object, preview), drafts: [draft] }, draft)];
  };
  expect([lacks("day"), lacks("seen"), lacks("unit")]).toEqual([["", ["ambiguous"]], ["M/D/YYYY", []], ["", ["format"]]]);
});

test("the mapping says what the plan does and nothing that goes without saying", () => {
  const { drafts: [stage, , , unit] } = planOf(object, preview);
  if (!stage || !unit) throw new Error("The plan has a line for each column.");
  const drafts = [
    stage, { ...unit, values: { A: "B" } }, draftOf("seen"), { ...aimed(object, preview, draftOf("iso"), "day"), format: "YYYY-MM-DD" },
    { ...draftOf(""), field: "name", from: "formula" as const, formula: " UPPER(seen) " },
  ];
  expect(mappingOf(object, { drafts, match: "code", distinct: true, mode: "partial" }, { ...writing, encoding: "big5" })).toEqual({
    object: "deal", match: "code", distinct: true, encoding: "big5",
    fields: [
      { field: "stage", column: "Stage", values: { Won: "won", 赢单: "won", "ＬＯＳＴ": "lost" } },
      { field: "unit", column: "unit", lookup: "code", values: { A: "B" }, other: "keep" },
      { field: "day", column: "iso" }, { field: "name", formula: "UPPER(seen)" },
    ],
  });
});

test("a field that must be filled is missed, unless rows are matched with what is there", () => {
  const plan = planOf(object, preview);
  expect([unfilled(object, preview, plan).map(({ name }) => name), unfilled(object, preview, { ...plan, match: "code" })]).toEqual([["name"], []]);
});

test("two lines for one field are told", () => {
  const plan = planOf(object, preview);
  const twice = { ...plan, drafts: [...plan.drafts, { ...draftOf("seen"), field: "unit" }] };
  expect(lacksOf(object, preview, twice, twice.drafts.at(-1) ?? draftOf(""))).toEqual(["repeated"]);
});
