import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const root = join(import.meta.dirname, "..", "..");
const text = (path: string) => readFileSync(join(root, path), "utf8");
const dockerfile = text("demo/Dockerfile");
const rootPackage: { version: string; devDependencies: Record<string, string> } = JSON.parse(text("package.json"));

const copiedFromContext = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
  (match) => match[1]?.split(" ") ?? [],
);

describe("the demo's image", () => {
  it("copies only paths that exist", () => {
    expect(copiedFromContext.length).toBeGreaterThan(5);
    expect(copiedFromContext.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("copies only paths that the build context contains", () => {
    const included = text(".dockerignore")
      .split("\n")
      .filter((line) => line.startsWith("!"))
      .map((line) => line.slice(1));
    const outside = copiedFromContext.filter(
      (path) => !included.some((folder) => path === folder || path.startsWith(`${folder}/`)),
    );
    expect(outside).toEqual([]);
  });

  it("installs its dependencies in the versions that the tests run with", () => {
    const installed = [...dockerfile.matchAll(/dependencies\.(\S+?)=(\S+)/g)].map(([, name, version]) => [
      name,
      version,
    ]);
    expect(installed.length).toBeGreaterThan(0);
    for (const [name, version] of installed) expect(rootPackage.devDependencies[name ?? ""]).toBe(version);
  });

  it("starts a file that exists", () => {
    const command = /^CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? "[]";
    const started: readonly string[] = JSON.parse(command);
    expect(started).toHaveLength(1);
    expect(started.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("has the version that the chart asks for", () => {
    const chart: { appVersion: string; version: string } = parse(text("charts/demo/Chart.yaml"));
    expect(chart.appVersion).toBe(rootPackage.version);
  });
});
