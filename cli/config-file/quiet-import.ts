import { setImmediate } from "node:timers/promises";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/** How long a config may take to load. */
const limitSeconds = 30;

/** Node's advice about a project's package.json; the config works without it, and it is not ours to give. */
const unwantedWarning = "MODULE_TYPELESS_PACKAGE_JSON";

/** Loads a module so that it cannot spoil stdout, end the process, or take longer than 30 seconds. */
export async function quietImport<T>(file: string, load: () => Promise<T>): Promise<T> {
  const { write } = process.stdout;
  const { exit } = process;
  const warningListeners = process.listeners("warning");
  process.removeAllListeners("warning").on("warning", (warning: Error & { readonly code?: string }) => {
    if (warning.code !== unwantedWarning) for (const listener of warningListeners) listener.call(process, warning);
  });
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof process.stdout.write;
  process.exit = (code): never => {
    throw new Failure(
      exitCodes.invalid,
      `${file} called process.exit(${code ?? ""}). A config only exports its definition.`,
    );
  };
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    const why = "A config is loaded for every command: keep network calls and waiting out of it.";
    const message = `${file} did not finish loading within ${limitSeconds} s. ${why}`;
    timer = setTimeout(() => reject(new Failure(exitCodes.invalid, message)), limitSeconds * 1000);
  });
  try {
    return await Promise.race([load(), limit]);
  } finally {
    clearTimeout(timer);
    // Node emits its warnings one turn later.
    await setImmediate();
    process.stdout.write = write;
    process.exit = exit;
    process.removeAllListeners("warning");
    for (const listener of warningListeners) process.on("warning", listener);
  }
}
