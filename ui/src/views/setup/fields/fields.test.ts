import { expect, test } from "vitest";

import { groupedTypes, typeHelp } from "./fieldTypes";
import { valuesFrom } from "./valuesFrom";

test("lines become values that are named by their English, or numbered", () => {
  expect(valuesFrom("In use\n\n Spare \nIn use\nIn  Use", "en")).toEqual([
    { name: "in_use", label: { en: "In use" } }, { name: "spare", label: { en: "Spare" } }, { name: "value_3", label: { en: "In  Use" } },
  ]);
  expect(valuesFrom("闲置\n使用中", "zh")).toEqual([{ name: "value_1", label: { zh: "闲置" } }, { name: "value_2", label: { zh: "使用中" } }]);
});

test("types stand in groups, and one that a package brings among the others", () => {
  expect(groupedTypes(["text", "rollup", "iban"])).toEqual([{ group: "text", names: ["text"] }, { group: "computed", names: ["rollup"] }, { group: "other", names: ["iban"] }]);
  expect(typeHelp("iban", "en")).toBeUndefined();
});
