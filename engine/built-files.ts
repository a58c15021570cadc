import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { EngineNotBuilt } from "./errors.ts";
import type { BuiltFiles } from "./protocol.ts";

// require.resolve reads "imports" of package.json with Node's own conditions, also where a bundler serves this module.
const resolve = createRequire(import.meta.url).resolve;

export function workerFile(): string {
  return resolve("#worker");
}

export function builtFiles(): BuiltFiles {
  return { wasmUrl: built("#wasm", "prometheus.wasm"), wasmExecUrl: built("#wasm-exec", "wasm_exec.js") };
}

function built(specifier: string, name: string): string {
  try {
    return pathToFileURL(resolve(specifier)).href;
  } catch (cause) {
    throw new EngineNotBuilt(`engine/${name}`, { cause });
  }
}
