import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packagingProblems } from "./packaging-problems.ts";
import { writeReadmeProject } from "./readme-project.ts";
import { runningService } from "./running-service.ts";

interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

const root = join(import.meta.dirname, "..");
const packageFolders = ["contract", "exporter", "engine", "."];
const folder = mkdtempSync(join(tmpdir(), "signalbox-pack-check-"));
const project = join(folder, "project");

class Failure extends Error {}

function run(command: string, args: readonly string[], cwd: string): string {
  // The condition that finds sources would hide a package that only works from source.
  const env = { ...process.env, NODE_OPTIONS: "" };
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: "utf8", maxBuffer: 1e8 });
  if (error !== undefined) throw new Failure(`${command} could not be started: ${error.message}`);
  if (status !== 0) {
    throw new Failure(`${command} ${args.join(" ")} ended with exit code ${status}:\n${stdout}${stderr}`);
  }
  return stdout;
}

async function step(label: string, work: () => void | Promise<void>): Promise<void> {
  const started = performance.now();
  console.log(`${label} ...`);
  await work();
  console.log(`${label}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

function build(): void {
  if (!existsSync(join(root, "engine", "prometheus.wasm"))) run("npm", ["run", "build:engine"], root);
  run("npm", ["run", "build"], root);
}

function pack(): void {
  const problems: string[] = [];
  for (const packageFolder of packageFolders) {
    const listed = run("npm", ["pack", "--json", "--pack-destination", folder], join(root, packageFolder));
    const packed: readonly Packed[] = JSON.parse(listed);
    for (const { name, filename, files } of packed) {
      const bytes = files.reduce((sum, file) => sum + file.size, 0);
      console.log(`  ${filename}: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB unpacked`);
      for (const problem of packagingProblems(
        name,
        files.map((file) => file.path),
      ))
        problems.push(`${name}: ${problem}`);
    }
  }
  if (problems.length > 0) throw new Failure(`The packages would be published wrongly:\n${problems.join("\n")}`);
}

function pinned(name: string): string {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return `${name}@${devDependencies[name]}`;
}

function install(): void {
  mkdirSync(project);
  writeReadmeProject(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "shop", private: true, type: "module" }));
  const tarballs = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  const others = ["express", "@types/express", "typescript", "@types/node"].map(pinned);
  run("npm", ["install", "--no-audit", "--no-fund", ...tarballs.map((file) => join(folder, file)), ...others], project);
}

function checkTypes(): void {
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

function generate(): void {
  run("npx", ["--no", "signalbox", "generate"], project);
  run("npx", ["--no", "signalbox", "generate", "--check"], project);
  for (const written of ["dashboards", "rules/shop.rules.yaml", "rules/shop.test.yaml", "chart/Chart.yaml"]) {
    if (!existsSync(join(project, "observability", written))) {
      throw new Failure(`"signalbox generate" ended with 0 but did not write observability/${written}.`);
    }
  }
}

async function serve(): Promise<void> {
  const service = await runningService(project, "app.ts");
  const exposition = await service.get("/metrics", 20);
  const code = await service.end(60);
  for (const series of ['sli_events_total{sli="availability"} 0', "shop_orders_placed_total{"]) {
    if (!exposition.includes(series)) throw new Failure(`/metrics lacks ${series}; it says:\n${exposition}`);
  }
  if (code !== 0) throw new Failure(`The service ended with exit code ${code} after SIGTERM, not with 0.`);
}

try {
  await step("Build", build);
  await step("Pack", pack);
  await step("Install the tarballs in an empty project", install);
  await step("Types as a user sees them", checkTypes);
  await step("signalbox generate", generate);
  await step("signalbox check", () => void run("npx", ["--no", "signalbox", "check"], project));
  await step("signalbox test", () => void run("npx", ["--no", "signalbox", "test"], project));
  await step("The service serves its metrics and ends when told", serve);
} catch (cause) {
  console.error(cause instanceof Failure ? cause.message : cause);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
