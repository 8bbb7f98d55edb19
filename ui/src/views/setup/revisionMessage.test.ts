import { expect, test } from "vitest";

import { revisionMessage } from "./revisionMessage";

const titles = (name: string) => ({ sales: "Sales Cloud" })[name] ?? name;

test("what the server did is told by word and title, and what somebody wrote as it is", () => {
  expect(revisionMessage("install sales 0.2.0", titles)).toEqual({ word: "history.did.install", names: ["Sales Cloud 0.2.0"] });
  expect(revisionMessage("purge visit.cost, visit.place", titles)).toEqual({ word: "history.did.purge", names: ["visit.cost", "visit.place"] });
  expect(revisionMessage("undo 12", titles)).toEqual({ word: "history.did.undo", names: ["12"] });
  expect(revisionMessage("install the new form", titles)).toBe("install the new form");
});
