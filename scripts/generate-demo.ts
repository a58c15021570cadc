import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../cli/index.ts";

const root = join(import.meta.dirname, "..");

/** Writes the demo's artefacts, and its chart once more as `charts/content`, which is published. */
const exitCode = await runProgram(
  ["generate", "--config", join(root, "demo", "signalbox.config.ts")],
  { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) },
  {
    cwd: root,
    env: process.env,
    fetch,
    message: (line) => process.stderr.write(`${line}\n`),
    signal: new AbortController().signal,
  },
);
if (exitCode === 0) {
  const content = join(root, "charts", "content");
  rmSync(content, { recursive: true, force: true });
  cpSync(join(root, "demo", "observability", "chart"), content, { recursive: true });
}
process.exitCode = exitCode;
