import { defineConfig } from "vitest/config";
import { ClosingLines } from "./test/support/closing-lines.ts";

const conditions = ["signalbox-source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/browser/**", "**/node_modules/**"],
    reporters: ["default", new ClosingLines()],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    execArgv: ["--conditions=signalbox-source"],
  },
});
