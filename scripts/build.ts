import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { extname, join } from "node:path";

const root = join(import.meta.dirname, "..");
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");

/** Each package is compiled against the built declarations of those before it, as its users see them. */
const packageFolders = ["contract", "exporter", "engine", "."];

const pageFolder = join(root, "live", "page");
const builtPageFolder = join(root, "dist", "live", "page");
const pageAssetExtensions = [".html", ".css", ".svg"];

function compile(args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, [compiler, ...args], { cwd: root, stdio: "inherit" });
  if (status === 0) return;
  console.error(`The build stopped: tsc ${args.join(" ")} reported the errors above.`);
  process.exit(1);
}

function step(label: string, work: () => void): void {
  const started = performance.now();
  work();
  console.log(`${label}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

function buildPage(): void {
  compile(["--project", pageFolder, "--noEmit", "false", "--outDir", builtPageFolder]);
  mkdirSync(builtPageFolder, { recursive: true });
  for (const file of readdirSync(pageFolder)) {
    if (pageAssetExtensions.includes(extname(file))) copyFileSync(join(pageFolder, file), join(builtPageFolder, file));
  }
}

for (const folder of packageFolders) rmSync(join(root, folder, "dist"), { recursive: true, force: true });
for (const folder of packageFolders) {
  const label = folder === "." ? "signalbox" : `@signalbox/${folder}`;
  step(label, () => compile(["--project", join(folder, "tsconfig.build.json")]));
}
if (existsSync(pageFolder)) step("live page", buildPage);
