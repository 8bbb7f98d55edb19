import { describe, expect, it } from "vitest";

import { actsOf, isNewer, type Plugin } from "./api";

const plugin = (more: Partial<Plugin>): Plugin => ({
  name: "trip", label: {}, version: "1.0.0", installed: null, disabled: false, failed: null, has_code: false, powers: [], depends: [], used_by: [],
  leaves_data: false, foundation: false, ...more,
});

describe("what may be done with a plugin", () => {
  it.each<[string, Partial<Plugin>, readonly string[]]>([
    ["one that is here is installed", {}, ["install"]],
    ["one with code is left to operators", { has_code: true }, []],
    ["a broken one is not installed", { failed: "no" }, []],
    ["an installed one goes off or out", { installed: "1.0.0" }, ["disable", "uninstall"]],
    ["one of which a newer version is here is upgraded", { installed: "0.9.9" }, ["upgrade", "disable", "uninstall"]],
    ["one that others need stays", { installed: "1.0.0", used_by: ["leg"] }, []],
    ["the foundation stays", { installed: "1.0.0", foundation: true }, []],
    ["one that is off goes on or out", { disabled: true }, ["enable", "uninstall"]],
    ["the data of one that is out is dropped", { version: null, leaves_data: true }, ["purge"]],
  ])("%s", (_, more, acts) => expect(actsOf(plugin(more))).toEqual(acts));

  it("compares versions by their numbers", () => {
    expect([isNewer("1.10.0", "1.9.0"), isNewer("1.9.0", "1.10.0"), isNewer("1.0.0", "1.0.0")]).toEqual([true, false, false]);
  });
});
