import { type GuardedProcess, guardProcess } from "./config-code.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Surroundings } from "./outcome.ts";
import { runProgram } from "./program.ts";

/** Runs the command line in this process: arguments, environment, signals and exit code. */
export async function runProcess(): Promise<void> {
  const { out, flush, exit, strayFailure } = guardProcess();
  endWithOutput(exit);
  const interruption = new AbortController();
  onSignal("SIGINT", exitCodes.interrupted, interruption, exit);
  onSignal("SIGTERM", exitCodes.terminated, interruption, exit);
  const surroundings: Surroundings = {
    cwd: process.cwd(),
    env: process.env,
    fetch: (input, init) => fetch(input, init),
    message: (line) => process.stderr.write(`${line}\n`),
    ...(process.stderr.isTTY ? { progress: (line: string) => process.stderr.write(`${line}\n`) } : {}),
    colours: process.stdout.isTTY === true && (process.env["NO_COLOR"] ?? "") === "",
    signal: interruption.signal,
    strayFailure,
  };
  const ended = await runProgram(
    process.argv.slice(2),
    { out, err: (text) => void process.stderr.write(text) },
    surroundings,
  );
  const exitCode = interruption.signal.aborted ? (interruption.signal.reason as number) : ended;
  process.exitCode = exitCode;
  await flush();
  // What a config left running must not keep the process.
  exit(exitCode);
}

/** The first signal asks the verb to end, the second ends the process. */
function onSignal(
  signal: "SIGINT" | "SIGTERM",
  exitCode: number,
  interruption: AbortController,
  exit: GuardedProcess["exit"],
): void {
  process.on(signal, () => {
    if (interruption.signal.aborted) exit(exitCode);
    interruption.abort(exitCode);
    // A verb that does not listen has nothing half-done that would need it.
    setTimeout(() => exit(exitCode), 3000).unref();
  });
}

/** `signalbox check | head` ends quietly; a full disk behind `>` does not. */
function endWithOutput(exit: GuardedProcess["exit"]): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") exit();
      if (stream === process.stdout) process.stderr.write(`stdout cannot be written: ${error.message}.\n`);
      exit(exitCodes.unreachable);
    });
  }
}
