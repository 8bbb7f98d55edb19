import { queryOptions } from "@tanstack/react-query";

import { ask } from "../../../core/client";
import { DESCRIBED } from "../../../core/metadata";
import type { Told } from "../../../core/told";
import type { Label, Plan } from "../api";

export type Plugin = Told<"package">;
export type WholePlugin = Told<"whole_package">;

export const ACTS = ["install", "upgrade", "enable", "disable", "uninstall", "purge"] as const;
export type Act = (typeof ACTS)[number];

export interface SentPlan extends Plan {
  package: { name: string; label: Label; version: string };
}

export const pluginsQuery = () =>
  queryOptions({ queryKey: [DESCRIBED, "plugins"], queryFn: ({ signal }) => ask<{ data: Plugin[] }>("packages", { signal }).then(({ data }) => data) });

export const pluginQuery = (name: string) =>
  queryOptions({ queryKey: [DESCRIBED, "plugins", name], queryFn: ({ signal }) => ask<{ data: WholePlugin }>(`packages/${name}`, { signal }).then(({ data }) => data) });

export const planAct = (name: string, action: Act) => ask<Plan>(`packages/${name}/plan`, { query: { action } });
export const doAct = (name: string, action: Act, plan_id: string) =>
  ask<{ revision: number }>(`packages/${name}/${action}`, { method: "POST", body: { plan_id } });

const formOf = (file: File, parts: Readonly<Record<string, string>>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) form.append(name, value);
  form.append("file", file);
  return form;
};

export const planFile = (file: File) => ask<SentPlan>("packages", { method: "POST", body: formOf(file, { plan: "true" }) });
export const sendFile = (file: File, plan_id: string) => ask<{ revision: number }>("packages", { method: "POST", body: formOf(file, { plan_id }) });

/** Whether one version comes after another; what follows a hyphen does not count. */
export function isNewer(one: string, other: string): boolean {
  const numbers = (version: string) => (version.split("-")[0] ?? "").split(".").map(Number);
  const [left, right] = [numbers(one), numbers(other)];
  const at = left.findIndex((part, index) => part !== (right[index] ?? 0));
  return at >= 0 && (left[at] ?? 0) > (right[at] ?? 0);
}

/** What may be done with a plugin as it stands. */
export function actsOf(plugin: Plugin): readonly Act[] {
  const isIn = plugin.installed !== null;
  const free = !plugin.foundation && plugin.used_by.length === 0;
  const puttable = !plugin.has_code && plugin.version !== null && plugin.failed === null;
  const can: Readonly<Record<Act, boolean>> = {
    install: !isIn && !plugin.disabled && puttable,
    upgrade: isIn && puttable && isNewer(plugin.version ?? "", plugin.installed ?? ""),
    enable: plugin.disabled,
    disable: isIn && free,
    uninstall: (isIn && free) || plugin.disabled,
    purge: plugin.leaves_data,
  };
  return ACTS.filter((act) => can[act]);
}
