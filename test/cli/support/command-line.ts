import { spawn } from "node:child_process";
import { join } from "node:path";

/** The repository. */
export const root: string = join(import.meta.dirname, "..", "..", "..");

/** The demo's config. */
export const demoConfig: string = join(root, "demo", "signalbox.config.ts");

/** How a process of the command line ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a process, from source. */
export function signalbox(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Ended> {
  const flags = ["--import", join(root, "scripts", "node-version.mjs"), "--conditions=signalbox-source"];
  const child = spawn(process.execPath, [...flags, join(root, "cli", "main.ts"), ...args], {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const text = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text.stdout += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    text.stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, ...text }));
  });
}
