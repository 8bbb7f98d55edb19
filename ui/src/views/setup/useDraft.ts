import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";

import { Problem } from "../../core/problem";
import { DRAFTING, draftsAnew, discardDraft, draftsKept, draftsQuery, itemQuery, keepDraft, planQuery, type Body, type Change, type Draft, type Finding, type Item } from "./api";
import { same } from "./schema";

const KEEP_AFTER = 400;
const TRY_AGAIN_AFTER = 3_000;

type Saving = "kept" | "waiting" | "failed";

/** Keeps drafts on the server one after the other, the newest state of each item last. */
class Keeper {
  private readonly waiting = new Map<string, { act: () => Promise<unknown>; client: QueryClient }>();
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private working: Promise<void> | null = null;
  state: Saving = "kept";

  readonly listen = (told: () => void) => {
    this.listeners.add(told);
    return () => void this.listeners.delete(told);
  };

  /** Carry out a change of a draft soon; a later one of the same item takes its place. */
  later(client: QueryClient, item: string, act: () => Promise<unknown>): void {
    this.waiting.set(item, { act, client });
    this.tell("waiting");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), KEEP_AFTER);
  }

  /** Wait until everything is on the server. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    while (this.working !== null) await this.working;
    if (this.waiting.size === 0) return;
    this.working = this.run().finally(() => { this.working = null; });
    await this.working;
  }

  private async run(): Promise<void> {
    for (const [item, { act, client }] of this.waiting) {
      this.waiting.delete(item);
      try {
        await act();
      } catch (cause) {
        if (!(cause instanceof Problem)) throw cause;
        if (!this.waiting.has(item)) this.waiting.set(item, { act, client });
        this.tell("failed");
        this.timer = setTimeout(() => void this.flush(), TRY_AGAIN_AFTER);
        return;
      }
      if (this.waiting.size === 0) {
        this.tell("kept");
        await draftsAnew(client);
      }
    }
  }

  private tell(state: Saving): void {
    this.state = state;
    this.listeners.forEach((told) => told());
  }
}

const keeper = new Keeper();

/** Show what a draft is now to everybody who reads drafts. */
function showDraft(client: QueryClient, kind: string, name: string, next: Draft | null): void {
  client.setQueryData(draftsQuery().queryKey, (all) => [
    ...(all ?? []).filter((each) => each.kind !== kind || each.name !== name), ...(next === null ? [] : [next]),
  ]);
}

/** Drop a draft that may never have come to the server, which another page may drop at the same time. */
async function drop(kind: string, name: string): Promise<void> {
  if (!(await draftsKept()).some((draft) => draft.kind === kind && draft.name === name)) return;
  await discardDraft(kind, name).catch((cause: unknown) => {
    if (!(cause instanceof Problem && cause.status === 404)) throw cause;
  });
}

const dropLater = (client: QueryClient, kind: string, name: string) => keeper.later(client, `${kind}/${name}`, () => drop(kind, name));

/** Change an item that no editor has open, as its draft or else what is published stands; what is as published is no draft. */
export function amendDraft(client: QueryClient, published: Item | null, draft: Draft | null, item: Body): void {
  const place = draft ?? published;
  if (place === null) return;
  const { kind, name } = place;
  void client.cancelQueries({ queryKey: [DRAFTING] });
  if (published !== null && draft?.state !== "conflict" && same(item, published.body)) {
    showDraft(client, kind, name, null);
    dropLater(client, kind, name);
    return;
  }
  const base = draft === null ? published?.digest ?? null : draft.base;
  showDraft(client, kind, name, { kind, name, item, base, state: draft?.state ?? "changed" });
  keeper.later(client, `${kind}/${name}`, () => keepDraft(kind, name, item, base));
}

export const useSaving = (): Saving => useSyncExternalStore(keeper.listen, () => keeper.state);
export const keepAll = () => keeper.flush();

/** Keep a draft at once, such as that of a new item. */
export async function beginDraft(client: QueryClient, kind: string, name: string, item: Body): Promise<void> {
  await keepDraft(kind, name, item, null);
  await draftsAnew(client);
}

export interface Drafted {
  pending: boolean;
  /** Whether it is being read anew, so that what is not there may be on its way. */
  reading: boolean;
  error: unknown;
  /** As it is published; null where it is not yet. */
  published: Item | null;
  draft: Draft | null;
  /** As its editor shows it; null where it shall go, or where there is nothing. */
  item: Body | null;
  conflict: boolean;
  findings: readonly Finding[];
  /** What publishing one's own draft changes of what everybody has now. */
  changes: readonly Change[];
  change: (item: Body | null) => void;
  discard: () => void;
  /** Hold one's own draft against what is published now. */
  rebase: () => void;
}

/** An item as one is changing it: what is typed shows at once and is kept as a draft soon after. */
export function useDraft(kind: string, name: string): Drafted {
  const client = useQueryClient();
  const published = useQuery(itemQuery(kind, name));
  const drafts = useQuery(draftsQuery());
  const plan = useQuery({ ...planQuery(), enabled: (drafts.data ?? []).length > 0 });
  const kept = drafts.data?.find((each) => each.kind === kind && each.name === name) ?? null;
  // The cache tells of a change a moment later; an input must show what is typed at once, or its caret jumps.
  const [typed, setTyped] = useState<{ draft: Draft | null } | null>(null);
  useEffect(() => setTyped(null), [drafts.data]);
  const draft = typed === null ? kept : typed.draft;
  const present = published.data ?? null;
  const place = `${kind}/${name}`;

  const show = (next: Draft | null) => {
    setTyped({ draft: next });
    showDraft(client, kind, name, next);
  };
  const keep = (item: Body | null, base: string | null) => {
    void client.cancelQueries({ queryKey: [DRAFTING] });
    show({ kind, name, item, base, state: draft?.state ?? "changed" });
    keeper.later(client, place, () => keepDraft(kind, name, item, base));
  };
  const discard = () => {
    void client.cancelQueries({ queryKey: [DRAFTING] });
    show(null);
    dropLater(client, kind, name);
  };
  const known = draft === null ? present?.digest ?? null : draft.base;
  return {
    pending: published.isPending || drafts.isPending,
    reading: published.isFetching || drafts.isFetching,
    error: published.error ?? drafts.error,
    published: present, draft,
    item: draft === null ? present?.body ?? null : draft.item,
    conflict: draft?.state === "conflict",
    findings: draft === null ? [] : (plan.data?.findings ?? []).filter(({ path }) => path === place || path.startsWith(`${place}/`)),
    changes: draft === null ? [] : (plan.data?.changes ?? []).filter((each) => each.kind === kind && each.name === name),
    change: (item) => {
      if (present !== null && draft?.state !== "conflict" && same(item ?? undefined, present.body)) discard();
      else if (item === null && present === null) discard();
      else keep(item, known);
    },
    discard,
    rebase: () => keep(draft?.item ?? null, present?.digest ?? null),
  };
}
