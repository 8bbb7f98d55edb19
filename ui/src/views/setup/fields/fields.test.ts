import { expect, test } from "vitest";

import { groupedTypes, typeHelp } from "./fieldTypes";
import { labelsFrom, valuesFrom } from "./valuesFrom";

test("lines become values that are named as they suggest, or numbered", () => {
  expect(labelsFrom("In use\n\n Spare \nIn use\nIn  Use")).toEqual(["In use", "Spare", "In  Use"]);
  expect(valuesFrom(["In use", "Spare", "In  Use"], "en", ["in_use", "spare", "in_use"])).toEqual([
    { name: "in_use", label: { en: "In use" } }, { name: "spare", label: { en: "Spare" } }, { name: "value_3", label: { en: "In  Use" } },
  ]);
  expect(valuesFrom(["闲置", "？"], "zh", ["xian_zhi", ""])).toEqual([{ name: "xian_zhi", label: { zh: "闲置" } }, { name: "value_2", label: { zh: "？" } }]);
});

test("types stand in groups, and one that a package brings among the others", () => {
  expect(groupedTypes(["text", "rollup", "iban"])).toEqual([{ group: "text", names: ["text"] }, { group: "computed", names: ["rollup"] }, { group: "other", names: ["iban"] }]);
  expect(typeHelp("iban", "en")).toBeUndefined();
});
