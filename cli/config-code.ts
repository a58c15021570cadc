import { ownFrames } from "./config-file/own-frames.ts";
import { exitCodes } from "./exit-codes.ts";
import { Failure } from "./failure.ts";

/** What the process keeps for itself while code of a config runs in it. */
export interface GuardedProcess {
  /** Writes to stdout; everybody else's output goes to stderr. */
  readonly out: (text: string) => void;
  /** Waits until all that was written has left the process. */
  readonly flush: () => Promise<void>;
  /** Ends the process; everybody else's attempt throws. */
  readonly exit: (exitCode?: number) => never;
  /** Rejects when code of the config fails where nobody waits for it: in a timer, an event, a forgotten promise. */
  readonly strayFailure: Promise<never>;
}

/**
 * Takes stdout and the end of the process away from a config's code, for as long as the process runs: a config that is
 * loaded may still have timers, servers and promises.
 */
export function guardProcess(): GuardedProcess {
  const write = process.stdout.write.bind(process.stdout);
  const exit = process.exit.bind(process);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  process.exit = (code): never => {
    throw new Failure(
      exitCodes.invalid,
      `The config, or what it imports, called process.exit(${code ?? ""}). A config only exports its definition.`,
    );
  };
  const strayFailure = new Promise<never>((_, reject) => {
    const fail = (error: unknown): void => reject(strayed(error));
    process.on("uncaughtException", fail).on("unhandledRejection", fail);
  });
  // It may come when the verb has ended and nobody listens any more.
  strayFailure.catch(() => {});
  const flush = async (): Promise<void> => {
    await new Promise<void>((resolve) => write("", () => resolve()));
    await new Promise<void>((resolve) => process.stderr.write("", () => resolve()));
  };
  return { out: (text) => void write(text), flush, exit, strayFailure };
}

function strayed(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure(
    exitCodes.invalid,
    `Something that the config started failed later: ${ownFrames(error)}\nA config only exports its definition: keep timers, servers and open promises out of it.`,
    { cause: error },
  );
}
