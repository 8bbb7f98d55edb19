import { expect, test } from "vitest";

import { askStatus } from "./status";

function server(answers: Record<string, [number, string]>): typeof fetch {
  return async (input) => {
    const [status, body] = answers[String(input)] ?? [404, ""];
    return new Response(body, { status });
  };
}

const HEALTHY: [number, string] = [200, '{"status":"ok","version":"1.2.3"}'];

test("a server that takes requests is ready", async () => {
  const answers = { "/healthz": HEALTHY, "/readyz": [200, '{"status":"ready","revision":7,"database":"sqlite"}'] } as const;
  expect(await askStatus(server({ ...answers, "/readyz": [...answers["/readyz"]] }))).toEqual({
    kind: "ready",
    version: "1.2.3",
    revision: 7,
    database: "sqlite",
  });
});

test("a server that is not ready says why", async () => {
  const status = await askStatus(server({ "/healthz": HEALTHY, "/readyz": [503, '{"reasons":["older code"]}'] }));
  expect(status).toEqual({ kind: "not_ready", version: "1.2.3", reasons: ["older code"] });
});

test("an answer that is not the server's is unreachable", async () => {
  const status = await askStatus(server({ "/healthz": [502, "<html>"], "/readyz": [502, "<html>"] }));
  expect(status).toEqual({ kind: "unreachable" });
});

test("a broken connection is unreachable", async () => {
  const status = await askStatus(() => Promise.reject(new TypeError("Failed to fetch")));
  expect(status).toEqual({ kind: "unreachable" });
});
