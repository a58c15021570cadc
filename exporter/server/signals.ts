import { constants } from "node:os";

/**
 * Ends the process after `end` when SIGTERM or SIGINT arrives, with code 0, or 1 when `end` fails. A second signal exits at once
 * with 128 and its number. Returns how to stop listening.
 */
export function onSignals(end: () => Promise<void>, log: (message: string) => void): () => void {
  let isEnding = false;
  const handle = (signal: NodeJS.Signals): void => {
    if (isEnding) process.exit(128 + constants.signals[signal]);
    isEnding = true;
    end().then(
      () => process.exit(0),
      (error: unknown) => {
        log(`drain: ${error instanceof Error ? error.message : String(error)}`);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", handle);
  process.on("SIGINT", handle);
  return () => {
    if (isEnding) return;
    process.off("SIGTERM", handle);
    process.off("SIGINT", handle);
  };
}
