import { spawnSync } from "node:child_process";

/** What a check found wrong, in words for the terminal. */
export class Failure extends Error {}

/**
 * Runs a command to its end and returns what it printed on standard output.
 * @throws {Failure} with all that it printed, when it cannot be started or ends with another exit code than 0.
 */
export function run(command: string, args: readonly string[], folder: string): string {
  // The condition that finds sources would hide a package that only works from source.
  const env = { ...process.env, NODE_OPTIONS: "" };
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    env,
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  if (error !== undefined) throw new Failure(`${command} could not be started: ${error.message}`);
  if (status !== 0) {
    throw new Failure(`${command} ${args.join(" ")} ended with exit code ${status}:\n${stdout}${stderr}`);
  }
  return stdout;
}

/** Does some work, and prints what it is and how many seconds it took. */
export async function step(label: string, work: () => unknown): Promise<void> {
  const started = performance.now();
  console.log(`${label} ...`);
  await work();
  console.log(`${label}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
