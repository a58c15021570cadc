/**
 * How the engine gave up on a call, as the end of a sentence; undefined for every other error. The error is known by its
 * name, because the engine is loaded only where it is started.
 */
export function gaveUp(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === "EngineTimeout" && "timeoutSeconds" in error) return `gave up after ${error.timeoutSeconds} s`;
  return error.name === "EngineCrashed" ? "crashed" : undefined;
}
