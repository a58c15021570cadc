import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { type Import, importsOf, violations } from "./support/imports.ts";

const root = join(import.meta.dirname, "..");

/** Who may import whom; the table of docs/architecture.md. `node` stands for every `node:` module. */
const table: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  exporter: ["contract", "node"],
  engine: ["node"],
  queries: ["contract"],
  config: ["contract"],
  dashboards: ["contract", "config", "queries", "@grafana/grafana-foundation-sdk"],
  alerts: ["contract", "config", "queries"],
  servicemonitors: ["contract", "config"],
  checks: ["contract", "config", "queries", "engine"],
  simulation: ["contract", "config", "queries", "alerts", "engine"],
  live: ["contract", "config", "queries", "alerts", "dashboards", "engine", "node", "uplot"],
  cli: [
    ...["contract", "config", "queries", "dashboards", "alerts", "servicemonitors", "engine", "checks"],
    ...["simulation", "live", "node", "commander", "yaml", "jiti"],
  ],
  testing: ["cli"],
};

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !/(^|\/)(dist|node_modules)\//.test(path))
    .map((path) => join(root, folder, path));
}

function allImports(folder: string): readonly Import[] {
  return sourceFiles(folder).flatMap((path) => importsOf(relative(root, path), readFileSync(path, "utf8")));
}

describe("the import table", () => {
  for (const [folder, allowed] of Object.entries(table)) {
    it(`lets ${folder}/ import ${allowed.length === 0 ? "nothing" : allowed.join(", ")}, and others through their front door`, () => {
      expect(sourceFiles(folder).length).toBeGreaterThan(0);
      expect(violations(folder, allowed, allImports(folder))).toEqual([]);
    });
  }

  it("finds a generator that imports the exporter", () => {
    const planted = importsOf("alerts/planted.ts", 'import { instrument } from "@signalbox/exporter";');
    expect(violations("alerts", table["alerts"] ?? [], planted)).toEqual(["alerts/planted.ts imports exporter"]);
  });

  it("finds an import that goes past a front door", () => {
    const planted = importsOf("alerts/planted.ts", 'export { selector } from "../queries/selector.ts";');
    expect(violations("alerts", table["alerts"] ?? [], planted)).toEqual([
      "alerts/planted.ts enters queries past its index.ts: ../queries/selector.ts",
    ]);
  });

  it("finds a builder that reads files", () => {
    const planted = importsOf("dashboards/planted.ts", 'const fs = await import("node:fs");');
    expect(violations("dashboards", table["dashboards"] ?? [], planted)).toEqual([
      "dashboards/planted.ts imports node",
    ]);
  });
});
