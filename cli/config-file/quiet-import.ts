import { setImmediate } from "node:timers/promises";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/** How long a config may take to load. */
const limitSeconds = 30;

/** Node's advice about a project's package.json; the config works without it, and it is not ours to give. */
function isUnwanted({ code, message }: Error & { readonly code?: string }): boolean {
  return code === "MODULE_TYPELESS_PACKAGE_JSON" || message.startsWith("Failed to load the ES module: ");
}

/** Loads a module so that it cannot take longer than 30 seconds, and without Node's advice about its package.json. */
export async function quietImport<T>(file: string, load: () => Promise<T>): Promise<T> {
  const warningListeners = process.listeners("warning");
  process.removeAllListeners("warning").on("warning", (warning) => {
    if (!isUnwanted(warning)) for (const listener of warningListeners) listener.call(process, warning);
  });
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
    process.removeAllListeners("warning");
    for (const listener of warningListeners) process.on("warning", listener);
  }
}
