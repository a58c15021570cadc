import { exitCodes } from "./exit-codes.ts";
import type { Surroundings } from "./outcome.ts";
import { runProgram } from "./program.ts";

/** Runs the command line in this process: arguments, environment, signals and exit code. */
export async function runProcess(): Promise<void> {
  ignoreClosedPipes();
  const interruption = new AbortController();
  onSignal("SIGINT", exitCodes.interrupted, interruption);
  onSignal("SIGTERM", exitCodes.terminated, interruption);
  const write = (stream: NodeJS.WriteStream) => (text: string) => {
    stream.write(text);
  };
  const surroundings: Surroundings = {
    cwd: process.cwd(),
    env: process.env,
    fetch: (input, init) => fetch(input, init),
    message: (line) => process.stderr.write(`${line}\n`),
    ...(process.stderr.isTTY ? { progress: (line: string) => process.stderr.write(`${line}\n`) } : {}),
    signal: interruption.signal,
  };
  const exitCode = await runProgram(
    process.argv.slice(2),
    { out: write(process.stdout), err: write(process.stderr) },
    surroundings,
  );
  process.exitCode = interruption.signal.aborted ? (interruption.signal.reason as number) : exitCode;
}

/** The first signal asks the verb to end, the second ends the process. */
function onSignal(signal: "SIGINT" | "SIGTERM", exitCode: number, interruption: AbortController): void {
  process.on(signal, () => {
    if (interruption.signal.aborted) process.exit(exitCode);
    interruption.abort(exitCode);
    // A verb that does not listen has nothing half-done that would need it.
    setTimeout(() => process.exit(exitCode), 3000).unref();
  });
}

/** `signalbox check | head` ends quietly. */
function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit();
      throw error;
    });
  }
}
