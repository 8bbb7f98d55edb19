import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

import { documentation } from "./documentation.ts";
import { opening } from "./opening.ts";

const server = process.env["SERVER"] ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react(), opening("views/list/ObjectPage.tsx"), documentation(fileURLToPath(new URL("../docs", import.meta.url)))],
  // The pages run under a policy that allows no inline script, style or data address but images.
  build: {
    target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0, reportCompressedSize: false,
    // What every screen begins with is one file: two dozen small ones would be asked for one after another.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "start", tags: ["$initial"] }] } } },
  },
  server: {
    host: "127.0.0.1",
    port: Number(process.env["PAGES_PORT"] ?? 5173),
    proxy: Object.fromEntries(["/api", "/healthz", "/readyz", "/metrics", "/docs"].map((path) => [path, server])),
  },
  // Files that need a document say so in their first line: it takes longer to make than most tests, as do modules.
  test: { isolate: false, setupFiles: "src/test-setup.ts", include: ["*.test.ts", "src/**/*.test.{ts,tsx}"], testTimeout: 30_000 },
});
