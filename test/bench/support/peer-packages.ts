import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "..");

/** The versions that are pinned, by package. */
export function pinnedVersions(): Readonly<Record<string, string>> {
  const { dependencies } = packageOf(folder) as { readonly dependencies: Readonly<Record<string, string>> };
  return dependencies;
}

/** Installs what is pinned, unless it is there. @throws {Error} with npm's output when that fails */
export function installPeers(say: (line: string) => void): void {
  if (Object.entries(pinnedVersions()).every(([name, version]) => installedVersion(name) === version)) return;
  say("installing the peers that are measured against");
  const args = ["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"];
  const { status, stderr, error } = spawnSync("npm", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} failed: ${error?.message ?? stderr}`, { cause: error });
}

function installedVersion(name: string): string | undefined {
  const installed = join(folder, "node_modules", name);
  return existsSync(join(installed, "package.json")) ? String(packageOf(installed)["version"]) : undefined;
}

function packageOf(folder: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Readonly<Record<string, unknown>>;
}
