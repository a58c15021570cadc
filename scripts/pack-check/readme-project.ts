import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeReadmeProject } from "../readme-project.ts";
import { runningService } from "../running-service.ts";
import { Failure, run, step } from "./steps.ts";
import { install, pinned } from "./tarballs.ts";

/** Installs the tarballs as the README says, and uses every verb that needs no server. */
export async function checkReadmeProject(project: string, tarballs: readonly string[]): Promise<void> {
  const others = pinned(["express", "@types/express", "typescript", "@types/node"]);
  await step("Install the tarballs in an empty project", () => install(project, "module", [...tarballs, ...others]));
  writeReadmeProject(project);
  await step("Types as a user sees them", () => checkTypes(project));
  await step("signalbox generate", () => generate(project));
  await step("signalbox check", () => run("npx", ["--no", "signalbox", "check"], project));
  await step("signalbox test", () => run("npx", ["--no", "signalbox", "test"], project));
  await step("The service serves its metrics and ends when told", () => serve(project));
}

function checkTypes(project: string): void {
  const compilerOptions = {
    strict: true,
    module: "nodenext",
    target: "es2023",
    types: ["node"],
    noEmit: true,
    allowImportingTsExtensions: true,
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  run("npx", ["--no", "tsc"], project);
}

function generate(project: string): void {
  run("npx", ["--no", "signalbox", "generate"], project);
  run("npx", ["--no", "signalbox", "generate", "--check"], project);
  for (const written of ["dashboards", "rules/shop.rules.yaml", "rules/shop.test.yaml", "chart/Chart.yaml"]) {
    if (!existsSync(join(project, "observability", written))) {
      throw new Failure(`"signalbox generate" ended with 0 but did not write observability/${written}.`);
    }
  }
}

async function serve(project: string): Promise<void> {
  const service = await runningService(project, "app.ts");
  const exposition = await service.get("/metrics", 20);
  const code = await service.end(60);
  for (const series of ['sli_events_total{sli="availability"} 0', "shop_orders_placed_total{"]) {
    if (!exposition.includes(series)) throw new Failure(`/metrics lacks ${series}; it says:\n${exposition}`);
  }
  if (code !== 0) throw new Failure(`The service ended with exit code ${code} after SIGTERM, not with 0.`);
}
