import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { ClosingLines } from "../support/closing-lines.ts";

const conditions = ["signalbox-source"];

export default defineConfig({
  root: join(import.meta.dirname, "..", ".."),
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["test/browser/**/*.test.ts"],
    reporters: ["default", new ClosingLines()],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    execArgv: ["--conditions=signalbox-source"],
  },
});
