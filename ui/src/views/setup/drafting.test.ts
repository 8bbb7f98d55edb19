import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";

import { DRAFTING, draftsAnew } from "./api";

test("a first answer that was asked for before a draft was kept is not taken for the one after it", async () => {
  const client = new QueryClient();
  const answers: ((faults: number) => void)[] = [];
  const observer = new QueryObserver(client, { queryKey: [DRAFTING, "plan"], queryFn: () => new Promise<number>((answer) => answers.push(answer)) });
  const leave = observer.subscribe(() => undefined);
  const anew = draftsAnew(client);
  await expect.poll(() => answers.length).toBe(2);
  answers[0]?.(0);
  answers[1]?.(1);
  await anew;
  expect(observer.getCurrentResult().data).toBe(1);
  leave();
});
