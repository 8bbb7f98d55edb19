import { expect, it } from "vitest";

import { openCall } from "./signature";

it.each<[string, string, ReturnType<typeof openCall>]>([
  ["the call that stands around the caret", "ROUND(amount, ", { name: "ROUND", argument: 1 }],
  ["the innermost of several", "IF(a, round(b", { name: "ROUND", argument: 0 }],
  ["the outer one after the inner is closed", "IF(a, ROUND(b, 1), ", { name: "IF", argument: 2 }],
  ["the call around plain brackets", "ROUND((a + ", { name: "ROUND", argument: 0 }],
  ["nothing of what stands in quotes", "a = 'ROUND(1, \\' 2'", null],
  ["nothing outside of calls", "ROUND(1, 2) + ", null],
])("finds %s", (_, text, call) => expect(openCall(text)).toEqual(call));
