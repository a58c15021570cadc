import { spawnSync } from "node:child_process";

/** A process that is held to a core itself sees only that one, so the cores are tried. */
const canPin = ["0", "1"].every((core) => spawnSync("taskset", ["-c", core, "true"]).status === 0);

/** Whether processes can be held to a core here: with `taskset` and more than one core. */
export function pinning(): boolean {
  return canPin;
}

/** The command line of a process of Node, held to a core where that is possible. */
export function nodeCommand(core: number | undefined, args: readonly string[]): readonly [string, ...string[]] {
  const command = [process.execPath, "--conditions=signalbox-source", ...args] as const;
  return canPin && core !== undefined ? ["taskset", "-c", String(core), ...command] : [...command];
}
