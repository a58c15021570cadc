import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

const canPin = availableParallelism() > 1 && spawnSync("taskset", ["-c", "0", "true"]).status === 0;

/** Whether processes can be held to a core here: with `taskset` and more than one core. */
export function pinning(): boolean {
  return canPin;
}

/** The command line of a process of Node, held to a core where that is possible. */
export function nodeCommand(core: number | undefined, args: readonly string[]): readonly [string, ...string[]] {
  const command = [process.execPath, "--conditions=signalbox-source", ...args] as const;
  return canPin && core !== undefined ? ["taskset", "-c", String(core), ...command] : [...command];
}
