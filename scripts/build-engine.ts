import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { licencesOf } from "./engine-licences.ts";

const folder = join(import.meta.dirname, "..", "engine");
const sources = join(folder, "go");
const wasm = join(folder, "prometheus.wasm");
const wasmExec = join(folder, "wasm_exec.js");
const licences = join(folder, "THIRD-PARTY-LICENSES.txt");
const stamp = join(folder, "prometheus.stamp");

const buildArguments = ["build", "-v", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w"];
const surroundings = {
  ...process.env,
  GOOS: "js",
  GOARCH: "wasm",
  GOFLAGS: "-mod=readonly",
  GOTOOLCHAIN: "local",
  GOWORK: "off",
};

/** What the build is doing. */
export interface EngineProgress {
  readonly phase: "asking for Go's version" | "downloading Prometheus's sources" | "compiling" | "collecting licences";
  /** Packages compiled so far; those that Go has in its cache are not counted. */
  readonly packages: number;
  /** How many packages there are; 0 while that is not known. */
  readonly packagesInAll: number;
}

/** How the build ended. `go-missing` and `go-too-old` are one line each that says what to install. */
export type EngineBuild =
  | { readonly ok: true; readonly built: boolean }
  | { readonly ok: false; readonly reason: "go-missing" | "go-too-old" | "failed"; readonly message: string };

/** How the engine is built. */
export interface EngineBuildOptions {
  /** Called at the start of each phase and with each compiled package. */
  readonly onProgress?: (progress: EngineProgress) => void;
}

/**
 * Builds `engine/prometheus.wasm` and what ships beside it, unless sources and Go are unchanged since the last build.
 *
 * Never throws for what a machine may lack: the result says it.
 */
export async function buildEngine({ onProgress = () => {} }: EngineBuildOptions = {}): Promise<EngineBuild> {
  const report = (phase: EngineProgress["phase"], packages = 0, packagesInAll = 0): void =>
    onProgress({ phase, packages, packagesInAll });
  report("asking for Go's version");
  // Outside of the module, because inside of it an old Go refuses to answer.
  const found = await go(["env", "GOVERSION", "GOROOT"], { cwd: tmpdir() });
  const needed = /^go (\S+)$/m.exec(readFileSync(join(sources, "go.mod"), "utf8"))?.[1] ?? "1.26.0";
  const toInstall = `install Go ${needed} or newer from https://go.dev/dl/ and put it on PATH`;
  if (found.missing) {
    return {
      ok: false,
      reason: "go-missing",
      message: `Go is missing, and the engine is built with it: ${toInstall}.`,
    };
  }
  const [version = "", goRoot = ""] = found.output.trim().split("\n");
  if (found.failure !== "" || isOlder(version, needed)) {
    return {
      ok: false,
      reason: "go-too-old",
      message: `${version || "The Go on PATH"} is too old for the engine: ${toInstall}.`,
    };
  }
  const fingerprint = fingerprintOf(version);
  if ([wasm, wasmExec, licences, stamp].every(existsSync) && readFileSync(stamp, "utf8") === fingerprint) {
    return { ok: true, built: false };
  }

  report("downloading Prometheus's sources");
  const listed = await go(["list", "-deps", "-json=ImportPath,Dir,Module,Standard", "."]);
  if (listed.failure !== "") return failed("Go could not download the engine's modules", listed.failure);
  const packagesInAll = listed.output.split('"ImportPath"').length - 1;

  report("compiling", 0, packagesInAll);
  const scratch = join(folder, `.prometheus-${process.pid}.wasm`);
  let compiled = 0;
  const onPackage = (): void => {
    compiled++;
    report("compiling", compiled, packagesInAll);
  };
  const build = await go([...buildArguments, "-o", scratch, "."], { onPackage });
  if (build.failure !== "") {
    rmSync(scratch, { force: true });
    return failed("Go could not compile the engine", build.failure);
  }

  report("collecting licences");
  rmSync(stamp, { force: true });
  replace(licences, licencesOf(listed.output, goRoot));
  replace(wasmExec, readFileSync(join(goRoot, "lib", "wasm", "wasm_exec.js")));
  renameSync(scratch, wasm);
  replace(stamp, fingerprint);
  return { ok: true, built: true };
}

function failed(what: string, output: string): EngineBuild {
  return {
    ok: false,
    reason: "failed",
    message: `${what}:\n${output.replaceAll(/^go: downloading .*\n/gm, "").trim()}`,
  };
}

function replace(file: string, content: string | Buffer): void {
  const scratch = `${file}.${process.pid}`;
  writeFileSync(scratch, content);
  renameSync(scratch, file);
}

function fingerprintOf(goVersion: string): string {
  const hash = createHash("sha256").update(goVersion).update(buildArguments.join(" "));
  for (const name of readdirSync(sources).sort()) {
    hash.update(`\n${name}\n`).update(readFileSync(join(sources, name)));
  }
  return `${hash.digest("hex")}\n`;
}

function isOlder(version: string, needed: string): boolean {
  const parts = (text: string): number[] =>
    [...(/(\d+)\.(\d+)(?:\.(\d+))?/.exec(text)?.slice(1) ?? [])].map((part) => Number(part ?? 0));
  const have = parts(version);
  const differing = parts(needed)
    .map((part, index) => (have[index] ?? 0) - part)
    .find((difference) => difference !== 0);
  return differing !== undefined && differing < 0;
}

interface GoRun {
  readonly missing: boolean;
  readonly output: string;
  /** What Go wrote to stderr when it failed; empty when it did not. */
  readonly failure: string;
}

interface GoOptions {
  readonly cwd?: string;
  readonly onPackage?: () => void;
}

function go(parameters: readonly string[], { cwd = sources, onPackage = () => {} }: GoOptions = {}): Promise<GoRun> {
  return new Promise((resolve) => {
    const child = spawn("go", parameters, { cwd, env: surroundings, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let messages = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      messages += text;
      for (const line of text.split("\n")) if (/^[\w./-]+$/.test(line)) onPackage();
    });
    child.on("error", () => resolve({ missing: true, output: "", failure: "go was not found" }));
    child.on("close", (code) =>
      resolve({ missing: false, output, failure: code === 0 ? "" : messages || `go ended with code ${code}` }),
    );
  });
}

/** With `--optional` a machine without Go goes on without the engine, and an engine that is up to date needs no words. */
const isOptional = process.argv.includes("--optional");

async function main(): Promise<void> {
  const started = performance.now();
  const live = process.stderr.isTTY === true;
  let current: EngineProgress | undefined;
  const show = (): void => {
    if (current === undefined) return;
    const seconds = Math.round((performance.now() - started) / 1000);
    const count = current.packages > 0 ? `, ${current.packages} packages so far` : "";
    const text = `engine: ${current.phase}${count} (${seconds} s; a first build takes 1 to 4 minutes)`;
    process.stderr.write(live ? `\r\x1b[2K${text}` : `${text}\n`);
  };
  const ticking = setInterval(show, live ? 1000 : 30_000);
  const build = await buildEngine({
    onProgress: (progress) => {
      const entersPhase = progress.phase !== current?.phase;
      current = progress;
      if (entersPhase && (live || progress.phase !== "asking for Go's version")) show();
    },
  });
  clearInterval(ticking);
  if (live) process.stderr.write("\r\x1b[2K");
  if (!build.ok) {
    console.error(build.message);
    if (isOptional && build.reason !== "failed") return;
    process.exitCode = build.reason === "failed" ? 1 : 7;
    return;
  }
  if (isOptional && !build.built) return;
  console.error(
    build.built
      ? "engine: built engine/prometheus.wasm"
      : "engine: nothing to do, engine/prometheus.wasm is up to date",
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
