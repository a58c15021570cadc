import { defineConfig } from "vitest/config";

const conditions = ["signalbox-source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/cluster/**", "test/browser/**"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    execArgv: ["--conditions=signalbox-source"],
  },
});
