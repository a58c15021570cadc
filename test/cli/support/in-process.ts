import { runProgram } from "../../../cli/index.ts";
import type { Ended } from "./command-line.ts";

/** Runs the command line within this process, which is quicker than one of its own; for what no process has to show. */
export async function ranHere(args: readonly string[], cwd: string): Promise<Ended> {
  const text = { stdout: "", stderr: "" };
  const streams = {
    out: (more: string) => {
      text.stdout += more;
    },
    err: (more: string) => {
      text.stderr += more;
    },
  };
  const world = { cwd, env: {}, fetch, message: (line: string) => streams.err(`${line}\n`) };
  const exitCode = await runProgram(args, streams, { ...world, signal: new AbortController().signal });
  return { exitCode, ...text };
}
