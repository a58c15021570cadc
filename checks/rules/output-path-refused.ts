import type { Finding } from "../finding.ts";
import type { CheckInput } from "../input.ts";

/** `generate` would write nothing: two files have one path, or a path is not the same file everywhere. */
export function outputPathRefused({ refusedPaths = [] }: CheckInput): readonly Finding[] {
  return refusedPaths.map(({ path, message }) => ({
    rule: "output-path-refused",
    severity: "error",
    where: { artefact: path, item: "the file" },
    message: `generate refuses to write this file: ${message}.`,
    fix: "Give the service, rule file or board another name.",
  }));
}
