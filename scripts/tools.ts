import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setPriority } from "node:os";
import { join } from "node:path";
import { unpackProgram } from "./tools-debian-package.ts";
import { type Tool, type ToolBinary, type ToolData, type ToolPackage, toolTable } from "./tools-table.ts";

const root = join(import.meta.dirname, "..");
const toolsFolder = join(root, ".tools");
const binFolder = join(toolsFolder, "bin");
const stampFolder = join(toolsFolder, "stamps");
const scratchFolder = join(toolsFolder, `scratch-${process.pid}`);

const lowPriority = 10;
const heartbeatMs = 30_000;

const exitUsage = 2;
const exitFailed = 4;
const exitIncompatible = 7;

class Stop extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** A workspace or flags of the developer's own Go projects must not change what is built. */
const goEnvironment = { ...process.env, GOFLAGS: "-mod=readonly", GOWORK: "off" };

let running: ChildProcess | undefined;

function go(family: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("go", args, {
      cwd: join(root, "tools", family),
      env: goEnvironment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    running = child;
    if (child.pid !== undefined) setPriority(child.pid, lowPriority);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      running = undefined;
      if (code === 0) resolve(stdout);
      else reject(new Stop(`go ${args[0]} failed in tools/${family}:\n${stderr.trim() || stdout.trim()}`, exitFailed));
    });
  });
}

function versionParts(version: string): readonly number[] {
  return version
    .replace(/^go/, "")
    .split(/[^0-9]/)
    .slice(0, 3)
    .map(Number);
}

function isOlder(version: string, needed: string): boolean {
  const have = versionParts(version);
  for (const [index, part] of versionParts(needed).entries()) {
    if ((have[index] ?? 0) !== part) return (have[index] ?? 0) < part;
  }
  return false;
}

/** Asked inside the family's folder, because there Go may switch to the toolchain that its go.mod names. */
async function goVersion(family: string): Promise<string> {
  const needed = /^go (\S+)$/m.exec(readFileSync(join(root, "tools", family, "go.mod"), "utf8"))?.[1] ?? "1.26";
  const howToFix = `install Go ${needed} or newer from https://go.dev/dl/ and put it on PATH.`;
  let version: string;
  try {
    version = (await go(family, ["env", "GOVERSION"])).trim();
  } catch (cause) {
    if (cause instanceof Stop)
      throw new Stop(`The Go on PATH is too old for tools/${family}: ${howToFix}`, exitIncompatible);
    throw new Stop(`Go is not on PATH, and the real tools are built with it: ${howToFix}`, exitIncompatible);
  }
  if (isOlder(version, needed)) throw new Stop(`Go is too old (${version}): ${howToFix}`, exitIncompatible);
  return version;
}

function stampOf(tool: ToolBinary | ToolData, version: string): string {
  const hash = createHash("sha256");
  for (const file of ["go.mod", "go.sum"]) hash.update(readFileSync(join(root, "tools", tool.family, file)));
  return `${hash.update(JSON.stringify(tool)).update(version).digest("hex")}\n`;
}

function target(tool: Tool): string {
  return tool.kind === "data" ? join(toolsFolder, tool.name) : join(binFolder, tool.name);
}

function isFresh(tool: Tool, stamp: string): boolean {
  const stampFile = join(stampFolder, tool.name);
  return existsSync(target(tool)) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
}

async function buildBinary(tool: ToolBinary, into: string): Promise<void> {
  const tags = tool.tags.length > 0 ? ["-tags", tool.tags.join(",")] : [];
  const variables = Object.entries(tool.variables).map(([name, value]) => `-X ${name}=${value}`);
  const ldflags = ["-s", "-w", ...variables].join(" ");
  const flags = ["-p", "2", "-trimpath", "-buildvcs=false", "-ldflags", ldflags, ...tags];
  await go(tool.family, ["build", ...flags, "-o", into, tool.goPackage]);
}

async function copyData(tool: ToolData, into: string): Promise<void> {
  const answer: unknown = JSON.parse(await go(tool.family, ["mod", "download", "-json", tool.goModule]));
  const moduleFolder = typeof answer === "object" && answer !== null && "Dir" in answer ? String(answer.Dir) : "";
  mkdirSync(into);
  const from = join(moduleFolder, tool.folder);
  for (const file of readdirSync(from).filter((name) => name.endsWith(".yaml"))) {
    // The module cache is read-only; a plain copy would carry that over and could not be replaced later.
    writeFileSync(join(into, file), readFileSync(join(from, file)));
  }
}

function seconds(sinceMs: number): string {
  return `${((performance.now() - sinceMs) / 1000).toFixed(0)} s`;
}

async function providePackage(tool: ToolPackage, position: string): Promise<void> {
  const stamp = `${createHash("sha256").update(JSON.stringify(tool)).digest("hex")}\n`;
  if (isFresh(tool, stamp)) {
    console.log(`${position} ${tool.name}: up to date`);
    return;
  }
  console.log(`${position} ${tool.name}: fetching (Debian package ${tool.debianPackage})`);
  const scratch = join(scratchFolder, tool.name);
  mkdirSync(scratch);
  const program = await unpackProgram(tool, scratch);
  if (typeof program === "object") {
    console.log(`${position} ${tool.name}: skipped, ${program.why}`);
    return;
  }
  renameSync(program, target(tool));
  writeFileSync(join(stampFolder, tool.name), stamp);
  console.log(`${position} ${tool.name}: ready`);
}

async function provide(tool: ToolBinary | ToolData, position: string): Promise<void> {
  const stamp = stampOf(tool, await goVersion(tool.family));
  if (isFresh(tool, stamp)) {
    console.log(`${position} ${tool.name}: up to date`);
    return;
  }
  const started = performance.now();
  console.log(`${position} ${tool.name}: ${tool.kind === "binary" ? "building" : "fetching"} (tools/${tool.family})`);
  const heartbeat = setInterval(() => console.log(`${position} ${tool.name}: ${seconds(started)}`), heartbeatMs);
  const scratch = join(scratchFolder, tool.name);
  try {
    if (tool.kind === "binary") await buildBinary(tool, scratch);
    else await copyData(tool, scratch);
  } finally {
    clearInterval(heartbeat);
  }
  if (tool.kind === "data") rmSync(target(tool), { recursive: true, force: true });
  renameSync(scratch, target(tool));
  writeFileSync(join(stampFolder, tool.name), stamp);
  console.log(`${position} ${tool.name}: ready after ${seconds(started)}`);
}

function chosenTools(names: readonly string[]): readonly Tool[] {
  const known = toolTable.map((tool) => tool.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Stop(`Unknown tool: ${unknown.join(", ")}. Known are ${known.join(", ")}.`, exitUsage);
  }
  return names.length === 0 ? toolTable : toolTable.filter((tool) => names.includes(tool.name));
}

function removeScratch(): void {
  rmSync(scratchFolder, { recursive: true, force: true });
}

for (const [signal, exitCode] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => {
    const end = () => {
      removeScratch();
      process.exit(exitCode);
    };
    // Go removes its own temporary folders after an interrupt, not after a termination.
    if (running === undefined) end();
    else running.once("close", end).kill("SIGINT");
  });
}

try {
  const tools = chosenTools(process.argv.slice(2));
  for (const folder of [binFolder, stampFolder, scratchFolder]) mkdirSync(folder, { recursive: true });
  for (const [index, tool] of tools.entries()) {
    const position = `[${index + 1}/${tools.length}]`;
    await (tool.kind === "package" ? providePackage(tool, position) : provide(tool, position));
  }
} catch (cause) {
  if (!(cause instanceof Stop)) throw cause;
  console.error(cause.message);
  process.exitCode = cause.exitCode;
} finally {
  removeScratch();
}
