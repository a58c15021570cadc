import { showValue } from "@signalbox/contract";

/** What was thrown: the message with the lines of the stack that lie in the user's own files. */
export function ownFrames(error: unknown): string {
  if (!(error instanceof Error)) return `it threw ${showValue(error)}`;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const own = frames.filter((line) => !/node:|node_modules|[\\/]cli[\\/]config-file[\\/]/.test(line)).slice(0, 5);
  return [`${error.name}: ${error.message}`, ...own].join("\n");
}
