import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The version of this package. */
export function packageVersion(): string {
  const file = createRequire(import.meta.url).resolve("signalbox/package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly version: string }).version;
}
