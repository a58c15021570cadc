import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { checkCommonJsProject } from "./pack-check/commonjs-project.ts";
import { checkJestProject } from "./pack-check/jest-project.ts";
import { checkNestProject } from "./pack-check/nest-project.ts";
import { checkReadmeProject } from "./pack-check/readme-project.ts";
import { Failure, step } from "./pack-check/steps.ts";
import { build, packed } from "./pack-check/tarballs.ts";

type Check = (project: string, tarballs: readonly string[]) => Promise<void>;

const allPackages = ["contract", "exporter", "engine", "."];
const shippedPackages = ["contract", "exporter"];
const frameworkChecks: Readonly<Record<string, Check>> = {
  commonjs: checkCommonJsProject,
  jest: checkJestProject,
  nest: checkNestProject,
};

const { values: options } = parseArgs({ options: { frameworks: { type: "boolean", default: false } } });
const packages = options.frameworks ? shippedPackages : allPackages;
const checks = options.frameworks ? frameworkChecks : { readme: checkReadmeProject };
const folder = mkdtempSync(join(tmpdir(), "signalbox-pack-check-"));

try {
  let tarballs: readonly string[] = [];
  await step("Build", () => build(packages));
  await step("Pack", () => {
    tarballs = packed(packages, folder);
  });
  for (const [name, check] of Object.entries(checks)) await check(join(folder, name), tarballs);
} catch (cause) {
  console.error(cause instanceof Failure ? cause.message : cause);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
