import { expect, it } from "vitest";

import { gated, isPossible, listed, transition } from "./transitions";

const STATES = { field: "stage", transitions: [{ from: "open", to: "won", requires: ["amount"] }, { from: "*", to: "lost" }] };

it("lists a change of state once, and forgets the list with the last one", () => {
  const more = listed(STATES, "open", "won", true);
  expect(more["transitions"]).toHaveLength(2);
  const none = listed(listed(STATES, "open", "won", false), "*", "lost", false);
  expect("transitions" in none).toBe(false);
});

it("puts conditions to one change of state alone", () => {
  const next = gated(STATES, { from: "open", to: "won", when: "amount > 0" });
  expect(transition(next, "open", "won")).toEqual({ from: "open", to: "won", when: "amount > 0" });
  expect(transition(next, "*", "lost")).toEqual({ from: "*", to: "lost" });
});

it("knows what is possible from any state, and where all else is allowed", () => {
  expect([isPossible(STATES, "won", "lost"), isPossible(STATES, "won", "open"), isPossible({ others: "allow" }, "won", "open")]).toEqual([true, false, true]);
});
