import { constants } from "node:os";
import { errorText } from "../error-text.ts";
import { processRecord } from "../process-record.ts";

/**
 * Ends the process after `end` when SIGTERM or SIGINT arrives, with code 0, or 1 when `end` fails; where several services listen, after
 * the last of them. A second signal exits at once with 128 and its number. Returns how to stop listening.
 */
export function onSignals(end: () => Promise<void>, log: (message: string) => void): () => void {
  const record = processRecord();
  let isEnding = false;
  const handle = (signal: NodeJS.Signals): void => {
    if (isEnding) process.exit(128 + constants.signals[signal]);
    isEnding = true;
    record.draining.add(handle);
    end()
      .catch((error: unknown) => {
        record.hasDrainFailed = true;
        log(`drain: ${errorText(error)}`);
      })
      .finally(() => {
        record.draining.delete(handle);
        if (record.draining.size === 0) process.exit(record.hasDrainFailed ? 1 : 0);
      });
  };
  process.on("SIGTERM", handle);
  process.on("SIGINT", handle);
  return () => {
    if (isEnding) return;
    process.off("SIGTERM", handle);
    process.off("SIGINT", handle);
  };
}
