import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder with the given files, removed when the test ends; paths as on a machine, such as `/proc/self/status`. */
export function processRoot(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "process-root-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeProcessFiles(root, files);
  return root;
}

/** Writes files below such a folder, over those that are there. */
export function writeProcessFiles(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
