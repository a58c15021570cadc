import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Engine, type EngineOptions, startEngine } from "@signalbox/engine";
import { afterAll, beforeAll } from "vitest";
import { toolsAreRequired } from "./real-tools.ts";

const wasm = join(import.meta.dirname, "..", "..", "engine", "prometheus.wasm");

/** Whether suites that need the engine can run; where tools are required they run, and fail when it is missing. */
export const engineIsBuilt: boolean = toolsAreRequired || existsSync(wasm);

/**
 * Starts one engine for the suite that it is called in, and closes it after the suite's last test.
 *
 * @returns a function that gives the engine; to be called inside of tests and hooks
 */
export function withEngine(options: EngineOptions = {}): () => Engine {
  let engine: Engine | undefined;
  beforeAll(async () => {
    engine = await startEngine(options);
  });
  afterAll(async () => {
    await engine?.close();
  });
  return () => {
    if (engine === undefined)
      throw new Error("the engine of this suite has not started yet: ask for it inside of a test");
    return engine;
  };
}
