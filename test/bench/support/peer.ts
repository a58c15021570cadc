import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Loads a package of `test/bench/package.json`. The caller says what it uses of it, because types are checked where the peers are not installed. */
export function peer<T>(name: string): T {
  return require(name) as T;
}
