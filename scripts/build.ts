import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";

const root = join(import.meta.dirname, "..");
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");

/** Each package is compiled against the built declarations of those before it, as its users see them. */
const packageFolders = ["contract", "exporter", "engine", "."];

/**
 * What ships with a service is compiled to CommonJS too, for loaders without Node's `require` of ES modules, such as Jest's. Node
 * itself takes the condition `module-sync`, so that a process has one copy of each package.
 */
const commonJsFolders = ["contract", "exporter"];
const commonJsOptions = ["--module", "commonjs", "--moduleResolution", "bundler", "--verbatimModuleSyntax", "false"];

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

function buildCommonJs(folder: string): void {
  const outDir = join(folder, "dist", "commonjs");
  compile(["--project", join(folder, "tsconfig.build.json"), ...commonJsOptions, "--outDir", outDir]);
  writeFileSync(join(root, outDir, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
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
  if (commonJsFolders.includes(folder)) step(`${label} as CommonJS`, () => buildCommonJs(folder));
}
if (existsSync(pageFolder)) step("live page", buildPage);
