/** Writes a message as one line to standard error, with who says it. */
export function logToStandardError(message: string): void {
  process.stderr.write(`signalbox: ${message}\n`);
}
